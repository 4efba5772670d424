"""Words for what is kept of a delivery as a word for machines."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.deliveries.models import State
from sluis.portal.ui.actions import Badge, Tone
from sluis.portal.ui.navigation import Text

TONES: Mapping[str, Tone] = {
    State.OFFERED: Tone.INFO, State.AUTHENTICATED: Tone.INFO, State.CHECKED: Tone.WARNING, State.AUTHORISED: Tone.INFO,
    State.RELAYED: Tone.INFO, State.AVAILABLE: Tone.GOOD, State.DOWNLOADED: Tone.GOOD, State.OPENED: Tone.GOOD,
    State.REFUSED: Tone.DANGER,
}  # fmt: skip

MODES: Mapping[str, Text] = {
    "replace": _("replaces the period"),
    "add": _("adds to what is there"),
    "withdraw": _("withdraws persons"),
    "nothing": _("nothing to deliver"),
}

UNUSUAL: Mapping[str, Text] = {
    "first": _("First delivery of this kind under this agreement"),
    "many-rows": _("More than three times as many rows as the last one"),
    "few-rows": _("Fewer than a third of the rows of the last one"),
    "other-specification": _("Another version of the specification than the last one"),
    "other-key": _("Signed with another key than the last one"),
    "gap": _("The delivery that came before it, by the source's count, was not offered here"),
    "withdraws": _("It withdraws persons who were delivered earlier"),
}

SCHEMES: Mapping[str, Text] = {"polymorphic": _("polymorphic"), "keyed": _("keyed")}

REMOVAL_REASONS: tuple[tuple[str, Text], ...] = (
    ("on-request", _("The controller wants it removed (the agreement allows it at any time)")),
    ("objection", _("Somebody objected, or withdrew consent")),
    ("mistake", _("It was delivered by mistake, or holds the wrong data")),
    ("incident", _("Because of an incident")),
)
"""Why a file goes before its term; the code stands in the evidence."""

TEST_REASONS: tuple[tuple[str, Text], ...] = (
    ("tested-elsewhere", _("The recipient tested the data in another way")),
    ("same-as-before", _("The data are the same as under an earlier agreement")),
    ("precaution", _("A test is wanted after all")),
    ("agreed", _("Source and recipient agreed on it")),
)
"""Why production opens with or without a test; the code stands in the evidence."""

_LETTERS: Mapping[str, Text] = {
    "A": _("A as in Alfa"), "B": _("B as in Bravo"), "C": _("C as in Charlie"), "D": _("D as in Delta"),
    "E": _("E as in Echo"), "F": _("F as in Foxtrot"),
}  # fmt: skip


def state_badge(state: str, label: Text) -> Badge:
    """A state with its colour."""
    return Badge(label, TONES.get(state, Tone.NEUTRAL))


def kind_badge(*, test: bool) -> Badge:
    """Test or production: nobody may take the one for the other."""
    return Badge(_("TEST"), Tone.WARNING) if test else Badge(_("Production"), Tone.INFO)


def groups(number: str) -> str:
    """A number as one says it: 1A2B – 3C4D – 5E6F."""
    return " – ".join(number.split("-"))


def letters(number: str) -> list[Text]:
    """How to say the letters in it."""
    return [_LETTERS[each] for each in sorted(set(number)) if each in _LETTERS]


def reason(code: str) -> Text:
    """Why a file went before its term."""
    return dict(REMOVAL_REASONS).get(code, code)


def unusual_words(flags: object) -> list[Text]:
    """What is unusual, in words."""
    return [UNUSUAL.get(str(one), str(one)) for one in flags] if isinstance(flags, list) else []


def relied_on_words(said: Mapping[str, object]) -> list[str]:
    """On what a rule relied."""
    sentences = {
        "earlier": gettext("%(value)s deliveries of this kind went well before"),
        "rows": gettext("it has %(value)s rows"),
        "last_rows": gettext("the last one had %(value)s rows"),
        "differs_percent": gettext("that differs %(value)s per cent"),
        "warnings_percent": gettext("%(value)s per cent of the rows have a warning"),
        "round": gettext("it counts for %(value)s"),
    }
    return [words % {"value": said[name]} for name, words in sentences.items() if name in said]
