"""What a webhook can ask for. The apps in which something happens declare it when they start."""

import re

from sluis.portal.ui.navigation import Text

TRIAL = "webhook.trial"
"""A notice that somebody asked for, to see whether it arrives; every webhook takes it."""

_NAME = re.compile(r"[a-z]+(\.[a-z]+(-[a-z]+)*)+")
LONGEST = 60
_declared: dict[str, Text] = {}


def declare_kind(name: str, label: Text) -> None:
    """Declare one, such as `delivery.available`; a name that is declared again replaces the earlier one."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST or name == TRIAL:
        raise ValueError(f"{name} is no name of a kind of notice")
    _declared[name] = label


def declared() -> dict[str, Text]:
    """All kinds by name."""
    return dict(sorted(_declared.items()))
