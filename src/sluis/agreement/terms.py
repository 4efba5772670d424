"""What an agreement says, as frozen values, and its exact bytes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sluis.agreement.processings import Processing
from sluis.kernel.ristretto import require_element
from sluis.kernel.sealing import check_recipient
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.signatures import exact
from sluis.signatures.certificates import Role
from sluis.specification.model import Scheme

FORMAT = "sluis-agreement/1"
LIMIT_BYTES = 1 << 20
NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class PartyKeys:
    """The keys by which the others know a party.

    Attributes:
        id: the party's short name, as in its certificate.
        name: its full name.
        organisation: the organisation behind it (a trade register or care provider number, or its name); two parties
            of one organisation count as one.
        signing: key id of its signing key.
        content: the age recipient to which content for it is sealed.
        content_test: the same for test deliveries.
        point: its share of the lock, Y or Z, hex; empty for a source.
        point_test: the same for test deliveries.
    """

    id: str
    name: str
    organisation: str
    signing: str
    content: str
    content_test: str
    point: str
    point_test: str

    def content_key(self, *, test: bool) -> str:
        """The age recipient for this kind of delivery."""
        return self.content_test if test else self.content

    def share(self, *, test: bool) -> str:
        """The public share for this kind of delivery, hex."""
        return self.point_test if test else self.point


@dataclass(frozen=True, slots=True)
class Domain:
    """Where pseudonyms are equal for one person.

    Attributes:
        name: the domain, as it stands in labels; ends in neither `-test` nor a hyphen.
        version: of its key, from 1.
        check: proof of the TTP's key: K = kG (polymorphic) or the digest of the sentinels' tags (keyed), hex.
        check_test: the same of the test key.
        stage_one: check value of the key that all sources of the domain share (keyed), else empty.
        stage_one_test: the same of the test key.
    """

    name: str
    version: int
    check: str
    check_test: str
    stage_one: str = ""
    stage_one_test: str = ""

    def key_check(self, *, test: bool) -> str:
        """The proof of the key for this kind of delivery."""
        return self.check_test if test else self.check

    def stage_one_check(self, *, test: bool) -> str:
        """The check value of the sources' key for this kind of delivery."""
        return self.stage_one_test if test else self.stage_one


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a relayed file may stay at the TTP, in days."""

    days_after_download: int = 10
    max_undownloaded_days: int = 30
    backup_days: int = 30


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement between one source, one recipient and the TTP.

    Attributes:
        starts: first day, at 00:00 UTC.
        ends: last day, until 24:00 UTC.
        transport: the result may go to another organisation; else it returns to the source's own, and nowhere else.
        same_organisation: source and recipient may be one organisation; it could test guesses through the TTP.
        reversible_encryption: the TTP may encrypt and decrypt values in memory under this agreement; off by default.
        countries: where personal data may be processed (ISO 3166-1 alpha-2).
        processings: annex 1, a row per processing.
        sha256: hex digest of the exact bytes; what packages name.
    """

    id: str
    version: int
    scheme: Scheme
    domain: Domain
    source: PartyKeys
    recipient: PartyKeys
    ttp: PartyKeys
    specification_name: str
    specification_version: str
    specification_sha256: str
    starts: date
    ends: date
    retention: Retention = Retention()
    transport: bool = True
    same_organisation: bool = False
    reversible_encryption: bool = False
    countries: tuple[str, ...] = ("NL",)
    processings: tuple[Processing, ...] = ()
    sha256: str = field(default="", compare=False)

    def party(self, role: Role) -> PartyKeys:
        """The party in that role."""
        return {Role.SOURCE: self.source, Role.RECIPIENT: self.recipient, Role.TTP: self.ttp}[role]

    def in_force(self, at: datetime) -> bool:
        """Whether the term covers this moment."""
        return self.starts <= at.astimezone(UTC).date() <= self.ends

    @property
    def label_domain(self) -> tuple[str, int]:
        """Domain and version, which together fix a pseudonym."""
        return self.domain.name, self.domain.version


def write_terms(agreement: Agreement) -> bytes:
    """The exact bytes that are signed."""
    check(agreement)
    value: dict[str, Any] = {"format": FORMAT} | _plain(agreement)
    del value["sha256"]
    return exact.dump(value)


def read_terms(data: bytes) -> Agreement:
    """The agreement in these bytes.

    Raises:
        Refused: UNREADABLE when a part is missing, unknown or of another kind; what `check` refuses.
    """
    value = exact.load(data, limit=LIMIT_BYTES, depth=6)
    if value.pop("format", None) != FORMAT:
        raise Refused(codes.UNREADABLE, part="format")
    agreement = _agreement(value, sha256(data).hexdigest())
    try:
        _require_types(agreement)
    except TypeError:
        raise Refused(codes.UNREADABLE, part="agreement") from None
    check(agreement)
    if write_terms(agreement) != data:
        raise Refused(codes.UNREADABLE, part="agreement")
    return agreement


def check(agreement: Agreement) -> None:
    """Refuse terms that cannot be meant.

    Raises:
        Refused: TERM, NAME_NOT_ALLOWED, SAME_ORGANISATION, TEST_KEY_SHARED, ELEMENT_REFUSED, RECIPIENT_INVALID, or what
            an incomplete annex is refused for.
    """
    if agreement.starts > agreement.ends or agreement.version < 1 or agreement.domain.version < 1:
        raise Refused(codes.TERM)
    for name in (agreement.id, agreement.domain.name, *(agreement.party(role).id for role in Role)):
        if not NAME.fullmatch(name) or name.endswith(("-test", "-")):
            raise Refused(codes.NAME_NOT_ALLOWED, name=name)
    kept = agreement.retention
    if min(kept.days_after_download, kept.max_undownloaded_days, kept.backup_days) < 0:
        raise Refused(codes.TERM)
    if not agreement.transport and not is_one(agreement.source, agreement.recipient):
        raise Refused(codes.TRANSPORT_OFF)
    if is_one(agreement.source, agreement.recipient) and not agreement.same_organisation:
        raise Refused(codes.SAME_ORGANISATION)
    _check_keys(agreement)
    for processing in agreement.processings:
        processing.check(agreement.countries)


def is_one(source: PartyKeys, recipient: PartyKeys) -> bool:
    """Whether two parties are one organisation, as far as names and keys tell; capitals and spaces make no other."""
    names = {" ".join(party.organisation.casefold().split()) for party in (source, recipient)}
    return len(names) == 1 or source.signing == recipient.signing or source.content == recipient.content


def _check_keys(agreement: Agreement) -> None:
    """Refuse points that are none, content keys with which everybody could open, and one key for test and real."""
    domain, polymorphic = agreement.domain, agreement.scheme is Scheme.POLYMORPHIC
    for party in (agreement.source, agreement.recipient, agreement.ttp):
        check_recipient(party.content)
        check_recipient(party.content_test)
    locks = (agreement.recipient, agreement.ttp)
    if polymorphic:
        for text in (
            domain.check,
            domain.check_test,
            *(point for one in locks for point in (one.point, one.point_test)),
        ):
            _require_point(text)
    pairs = [(domain.check, domain.check_test), *((one.point, one.point_test) for one in locks if polymorphic)]
    pairs += [(one.content, one.content_test) for one in (agreement.source, *locks)]
    if any(real == test for real, test in pairs):
        raise Refused(codes.TEST_KEY_SHARED)


def _require_point(text: str) -> None:
    try:
        require_element(bytes.fromhex(text))
    except ValueError:
        raise Refused(codes.UNREADABLE, part="agreement") from None


def _plain(value: Any) -> Any:
    """Dataclasses, dates and enums as JSON values."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return ""
    return value


def _require_types(made: Any) -> None:
    """TypeError when a part is of another kind than its class says; JSON itself only knows that it is JSON."""
    for part in fields(made):
        value = getattr(made, part.name)
        if part.type in (str, int, bool) and type(value) is not part.type:
            raise TypeError(part.name)
        for each in value if isinstance(value, tuple) else (value,):
            if is_dataclass(each):
                _require_types(each)
            elif part.type == tuple[str, ...] and not isinstance(each, str):
                raise TypeError(part.name)


def _agreement(value: Mapping[str, Any], digest: str) -> Agreement:
    try:
        return Agreement(
            **{
                **value,
                "scheme": Scheme(value["scheme"]),
                "domain": Domain(**value["domain"]),
                "source": PartyKeys(**value["source"]),
                "recipient": PartyKeys(**value["recipient"]),
                "ttp": PartyKeys(**value["ttp"]),
                "starts": date.fromisoformat(value["starts"]),
                "ends": date.fromisoformat(value["ends"]),
                "retention": Retention(**value["retention"]),
                "countries": tuple(value["countries"]),
                "processings": tuple(Processing.read(row) for row in value["processings"]),
                "sha256": digest,
            }
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(codes.UNREADABLE, part="agreement") from None
