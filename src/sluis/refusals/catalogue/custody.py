"""2600 and 2690 to 2699: the keys of a home and their register."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

KEY_UNKNOWN = Code(
    "2600",
    _("There is no key {name} in this home."),
    _("See the names with `sluis keys list`, or make the key with `sluis keys new`."),
)
KEY_EXISTS = Code(
    "2690",
    _("There is or was a key {name} already."),
    _("Choose another name; the name of a destroyed key is never used again."),
)
KEY_NAME = Code(
    "2691",
    _("A key's name is lower-case letters, digits and hyphens, at most 80."),
    _("Choose such a name."),
)
KEY_READABLE_BY_OTHERS = Code(
    "2692",
    _("The file {file} may be used by others than its owner."),
    _("Find out who read it. If nobody did, set mode 0600; else destroy the key and make a new one."),
)
KEY_ALTERED = Code(
    "2693",
    _("The key {name} is not what its register entry says, or the entry was altered."),
    _("Restore both files of the key from a backup, and find out who changed them."),
)
KEY_NOT_OPENED = Code(
    "2694",
    _("The key {name} does not open with this home's unlock identity, or its file was altered."),
    _("Use the unlock identity with which the key was made, or restore the file from a backup."),
)
KEY_DESTROYED = Code(
    "2695",
    _("The key {name} was destroyed on {date}."),
    _("Nothing can be done with it any more; use the key of the agreement in force."),
)
KEY_NOT_IN_USE = Code(
    "2696",
    _("The key {name} is not in use: it is retired or not yet active."),
    _("Use the active key; see the dates with `sluis keys list`."),
)
KEY_KIND = Code(
    "2697",
    _("The key {name} is of the kind {found}; this needs {expected}."),
    _("Name a key of the kind {expected}."),
)
UNLOCK_WRONG = Code(
    "2698",
    _("The unlock identity of this home is missing or is not one line AGE-SECRET-KEY-1…."),
    _("Put back the file `unlock`, or set SLUIS_UNLOCK."),
)
KEY_MISSING = Code(
    "2699",
    _("The private part of the key {name} is not there."),
    _("Restore it from a backup; if it was destroyed, let the register say so with `sluis keys destroy`."),
)
