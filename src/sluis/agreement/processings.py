"""Annex 1: what is processed, of whom, why and on what ground; a row per processing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes


class LegalBasis(StrEnum):
    """The six grounds of GDPR art. 6(1)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"


class Verb(StrEnum):
    """What can be done with personal data; a row of annex 1 says which of these it is about."""

    PSEUDONYMISE = "pseudonymise"
    TRANSPORT = "transport"
    ENCRYPT = "encrypt"
    DECRYPT = "decrypt"
    CONVERT = "convert"
    REVERSE = "reverse"
    SUPPORT = "support"
    COLLECT = "collect"
    CHECK = "check"
    AGGREGATE = "aggregate"
    REPORT = "report"
    KEEP_REGISTERS = "keep_registers"
    ADVISE = "advise"


@dataclass(frozen=True, slots=True)
class Processing:
    """One row of annex 1.

    Attributes:
        activity: what is done.
        data_types: kinds of personal data; empty when none are processed.
        data_subjects: categories of data subjects; `vulnerable` marks groups such as minors.
        purposes: specific, explicit and legitimate; at least one.
        legal_basis: one of six; none only when no personal data are processed.
        countries: where it may happen; narrower than the agreement's or equal.
        transfer_outside_eea: always written down, also when it is no.
        retention: the agreed term, in words.
        deletion: how the data are removed, in words.
        verbs: what the row allows; nothing else may be done.
    """

    activity: str
    data_types: tuple[str, ...]
    data_subjects: tuple[str, ...]
    purposes: tuple[str, ...]
    legal_basis: LegalBasis | None
    countries: tuple[str, ...]
    transfer_outside_eea: bool
    retention: str
    deletion: str
    vulnerable: bool = False
    verbs: tuple[Verb, ...] = ()

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> "Processing":
        """From JSON values; KeyError, TypeError or ValueError when a part is missing, unknown or of another kind."""
        basis = value["legal_basis"]
        lists = ("data_types", "data_subjects", "purposes", "countries", "verbs")
        if not all(isinstance(value[name], list) and all(isinstance(x, str) for x in value[name]) for name in lists):
            raise TypeError("lists of texts")
        read: dict[str, Any] = {name: tuple(value[name]) for name in lists}
        read["verbs"] = tuple(map(Verb, read["verbs"]))
        return cls(**{**value, **read, "legal_basis": LegalBasis(basis) if basis else None})

    def check(self, countries: tuple[str, ...]) -> None:
        """Refuse a row that says too little or too much.

        Raises:
            Refused: INCOMPLETE_ANNEX with the part that is missing; COUNTRY when it leaves the agreed countries.
        """
        for part in ("activity", "retention", "deletion"):
            if not getattr(self, part).strip():
                raise Refused(codes.INCOMPLETE_ANNEX, part=part)
        if not self.purposes or not all(purpose.strip() for purpose in self.purposes):
            raise Refused(codes.INCOMPLETE_ANNEX, part="purposes")
        if self.data_types and not (self.legal_basis and self.data_subjects):
            raise Refused(codes.INCOMPLETE_ANNEX, part="legal_basis" if self.data_subjects else "data_subjects")
        if not set(self.countries) <= set(countries):
            raise Refused(codes.COUNTRY, activity=self.activity)


_NO_STORAGE = "Not stored; the input is removed at once."

STANDARD = (
    Processing(
        activity="Pseudonymisation and making the result available to the recipient",
        data_types=("identifiers, as pre-pseudonyms", "health data, sealed for the recipient"),
        data_subjects=("clients and patients",),
        purposes=("pseudonymised delivery to the quality registry",),
        legal_basis=LegalBasis.LEGAL_OBLIGATION,
        countries=("NL",),
        transfer_outside_eea=False,
        retention="Input: none. Result: until ten days after download, or the maximum stay.",
        deletion="Automatic.",
        verbs=(Verb.PSEUDONYMISE, Verb.TRANSPORT),
    ),
    Processing(
        activity="Reversible encryption and decryption",
        data_types=("values that the controller offers",),
        data_subjects=("clients and patients",),
        purposes=("protecting values during transport and storage elsewhere",),
        legal_basis=LegalBasis.LEGAL_OBLIGATION,
        countries=("NL",),
        transfer_outside_eea=False,
        retention=_NO_STORAGE,
        deletion="Not applicable; in memory only.",
        verbs=(Verb.ENCRYPT, Verb.DECRYPT),
    ),
    Processing(
        activity="Support with a limited selection of records whose processing failed",
        data_types=("the selected records",),
        data_subjects=("clients and patients",),
        purposes=("solving a help request of the controller",),
        legal_basis=LegalBasis.CONTRACT,
        countries=("NL",),
        transfer_outside_eea=False,
        retention="Preferably not kept; else until ten working days after the help request is closed.",
        deletion="By hand, with a record of it.",
        verbs=(Verb.SUPPORT,),
    ),
)
"""The three rows that an exchange usually has; a party may name fewer or others."""
