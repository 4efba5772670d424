"""Who can see what of a delivery: source, TTP and recipient, after the trust table of the design."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sluis.portal.ui.navigation import Text


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether a party sees something, and what stands in its way."""

    what: Text
    seen: bool
    how: Text

    @property
    def icon(self) -> str:
        """An eye, open or struck through."""
        return "eye" if self.seen else "eye-off"


@dataclass(frozen=True, slots=True)
class Chamber:
    """One of the three."""

    name: str
    role: Text
    icon: str
    sights: tuple[Sight, ...]


IDENTITY, CONTENT, PSEUDONYM = _("Identity"), _("Content"), _("Pseudonym")
POLYMORPHIC, KEYED = "polymorphic", "keyed"


def chambers(scheme: str, source: str, ttp: str, recipient: str) -> list[Chamber]:
    """The three chambers of the lock under a scheme."""
    at_source = (
        Sight(IDENTITY, True, _("of its own clients")),
        Sight(CONTENT, True, _("of its own clients")),
        Sight(PSEUDONYM, False, _("cannot be computed")),
    )
    at_recipient = (
        Sight(IDENTITY, False, _("cannot be traced")),
        Sight(CONTENT, True, _("after opening")),
        Sight(PSEUDONYM, True, _("of its own domain only")),
    )
    return [
        Chamber(source, _("source"), "lock-open", at_source),
        Chamber(ttp, _("between the gates"), "lock", _AT_TTP[scheme]),
        Chamber(recipient, _("recipient"), "lock", at_recipient),
    ]


_AT_TTP = {
    POLYMORPHIC: (
        Sight(IDENTITY, False, _("encrypted")),
        Sight(CONTENT, False, _("sealed")),
        Sight(PSEUDONYM, False, _("not during processing either")),
    ),
    KEYED: (
        Sight(IDENTITY, False, _("pre-pseudonyms only")),
        Sight(CONTENT, False, _("sealed")),
        Sight(PSEUDONYM, True, _("in memory while it relays, never on disk")),
    ),
}

TOGETHER = {
    POLYMORPHIC: _(
        "The TTP does see counts, sizes and times. TTP and recipient each hold a part of the key, and neither can do "
        "without the other; the gates never open together."
    ),
    KEYED: _(
        "The TTP does see counts, sizes and times. Source and TTP together could reverse pseudonyms of this domain; "
        "the gates never open together."
    ),
}
