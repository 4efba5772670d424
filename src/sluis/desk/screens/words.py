"""Words for what has a name for machines: states, modes, steps."""

from collections.abc import Mapping
from typing import Any

from sluis.refusals.marking import _

MODES = {
    "replace": (_("Replace"), _("The rows take the place of what you delivered before for this period.")),
    "add": (_("Add"), _("The rows come beside what you delivered before.")),
    "withdraw": (_("Withdraw"), _("What you delivered about these persons is to be removed.")),
    "nothing": (_("Nothing to deliver"), _("You let know that there is nothing to deliver in this period.")),
}
STATES = {
    "offered": _("Offered"),
    "authenticated": _("Being received"),
    "checked": _("Waits for authorisation"),
    "authorised": _("Waits for the relay"),
    "relayed": _("Relayed"),
    "available": _("Available"),
    "downloaded": _("Downloaded"),
    "opened": _("Opened"),
    "removed": _("Removed"),
    "expired": _("Last backup expired"),
    "refused": _("Refused"),
    "withdrawn": _("Withdrawn"),
}
TONES = {
    "refused": "danger", "withdrawn": "neutral", "removed": "neutral", "expired": "neutral", "checked": "warning",
    "available": "success", "downloaded": "success", "opened": "success",
}  # fmt: skip
STEPS = (
    ("offered", _("Offered"), _("by you")),
    ("checked", _("Checked"), _("signature, agreement and specification")),
    ("authorised", _("Authorised"), _("by the TTP")),
    ("relayed", _("Relayed"), _("your package is removed at the TTP")),
    ("downloaded", _("Downloaded"), _("by the recipient")),
    ("opened", _("Opened"), _("by the recipient")),
    ("removed", _("Removed"), _("the result is gone at the TTP")),
)
PACES = {"": _("Begins"), "rows": _("Reading rows"), "persons": _("Protecting persons"), "bytes": _("Sending")}
_LAST = ("refused", "withdrawn")


def tone(state: str) -> str:
    """The colour of a state."""
    return TONES.get(state, "info")


def line(delivery: Mapping[str, Any]) -> list[dict[str, str]]:
    """The steps of a delivery: what was done, what it waits for, what comes next."""
    at, ended = delivery["steps"], delivery["state"] in _LAST
    steps, waits = [], False
    reached = max((number for number, (name, _1, _2) in enumerate(STEPS) if name in at), default=-1)
    for number, (name, label, note) in enumerate(STEPS):
        done = number <= reached and (name in at or name != "opened")
        if ended and not done:
            break
        state = "done" if done else "next" if waits or number <= reached else "now"
        waits = waits or state == "now"
        steps.append({"label": label, "note": note, "state": state, "at": at.get(name, "")})
    if ended:
        name = delivery["state"]
        steps.append({"label": STATES[name], "note": "", "state": "failed", "at": at.get(name, "")})
    return steps
