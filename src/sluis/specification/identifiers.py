"""An identifier is pseudonymised or dropped; nothing else may happen to it, whatever the field is called."""

from sluis.refusals.catalogue import specifications as codes
from sluis.specification.model import Classification, Drop, Field, FieldType, Pseudonymise
from sluis.specification.names import says_bsn
from sluis.specification.treatments import word_of
from sluis.specification.values import Section


def check_identifier(section: Section, field: Field) -> None:
    """Refuse a field through which a direct identifier could leave the source, or a rule about one that is idle."""
    word = word_of(field.treatment)
    stays_hidden = isinstance(field.treatment, Pseudonymise | Drop)
    if not stays_hidden and (field.identifier or field.classification is Classification.IDENTIFIER):
        raise section["treatment"].refusal(codes.IDENTIFIER_TREATMENT, treatment=word)
    if not stays_hidden and says_bsn(field.name):
        raise section["treatment"].refusal(codes.NAME_SAYS_BSN, treatment=word)
    if isinstance(field.treatment, Pseudonymise) and not field.identifier:
        raise section["treatment"].refusal(codes.PSEUDONYM_WITHOUT_IDENTIFIER)
    for key in ("pad", "sentinels"):
        section.pair(key, "identifier")
    if field.identifier:
        _check_number(section, field)


def _check_number(section: Section, field: Field) -> None:
    if field.type is not FieldType.STRING:
        raise section["type"].refusal(codes.IDENTIFIER_TYPE, type=field.type.value)
    if field.classification is not None and field.classification is not Classification.IDENTIFIER:
        raise section["classification"].refusal(
            codes.CLASSIFICATION_CONTRADICTS, classification=field.classification.value, key="identifier"
        )
    if field.free_text:
        raise section["free_text"].refusal(codes.KEYS_EXCLUDE, key="identifier", other="free_text")
