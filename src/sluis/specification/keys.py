"""The keys that a specification may hold, section by section; the reader and the reference are held to this table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one section.

    Attributes:
        section: what the reference calls it.
        required: refused when missing.
        optional: may be left out.
    """

    section: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """All of them."""
        return self.required + self.optional


SPECIFICATION = Keys(
    "The file",
    ("name", "version", "scheme"),
    ("title", "description", "format", "fields", "composites", "resources", "closed", "valid"),
)
FORMAT = Keys("Format", ("type",), ("delimiter", "encoding", "quoteChar", "sheet"))
VALID = Keys("Validity", (), ("from", "until"))
RESOURCE = Keys("A table", ("name", "fields"), ("composites", "primaryKey", "foreignKeys"))
FIELD = Keys(
    "A field",
    ("name", "type", "treatment", "justification"),
    (
        "title",
        "description",
        "format",
        "identifier",
        "pad",
        "sentinels",
        "constraints",
        "on_error",
        "missingValues",
        "decimalChar",
        "groupChar",
        "trueValues",
        "falseValues",
        "free_text",
        "classification",
        "position",
    ),
)
GENERALISE = Keys("Generalising", ("generalise",), ("top_code_age", "as_of", "mask", "width", "bounds"))
CONSTRAINTS = Keys(
    "Constraints",
    (),
    ("required", "unique", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern"),
)
COMPOSITE = Keys("A composite", ("name", "of", "treatment", "justification"))
FOREIGN_KEY = Keys("A foreign key", ("fields", "reference"))
REFERENCE = Keys("A reference", ("resource", "fields"))

SECTIONS = (
    SPECIFICATION,
    FORMAT,
    VALID,
    RESOURCE,
    FIELD,
    GENERALISE,
    CONSTRAINTS,
    COMPOSITE,
    FOREIGN_KEY,
    REFERENCE,
)
"""Every section."""
