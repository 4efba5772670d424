"""What happened, in words: a sentence for each kind of event. Apps above this one add theirs with `say`.

A kind that is not known is shown as it is: an auditor must see it, whether or not we found words for it.
"""

from collections.abc import Mapping

from sluis.portal.oversight.words import AREAS, SENTENCES
from sluis.portal.ui.navigation import Text

_SENTENCES: dict[str, Text] = dict(SENTENCES)
_AREAS: dict[str, Text] = dict(AREAS)


def say(sentences: Mapping[str, Text], areas: Mapping[str, Text] | None = None) -> None:
    """Add the words of another app."""
    _SENTENCES.update(sentences)
    _AREAS.update(areas or {})


def sentence(kind: str) -> Text:
    """What happened."""
    return _SENTENCES.get(kind, kind)


def known(kind: str) -> bool:
    """Whether there are words for it."""
    return kind in _SENTENCES


def areas() -> list[tuple[str, Text]]:
    """What one can filter on: the first word of kinds, and what they are about."""
    return sorted(_AREAS.items(), key=lambda item: str(item[1]))
