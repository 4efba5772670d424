"""2262 to 2265: signed notices to the programs of organisations."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

NOTICE_VALUE = Code(
    "2262",
    _("What a notice would tell in {field} is no id, number, state, code or count, or could be a secret."),
    _("Report this to whoever maintains Sluis; nothing was sent."),
)
ADDRESS_REFUSED = Code(
    "2263",
    _("Notices cannot go to this address."),
    _(
        "Give an address that begins with https:// and leads to a machine on the public internet, "
        "without a name and password in it."
    ),
)
TRIAL_WAITING = Code(
    "2264",
    _("A trial notice to this webhook is waiting already."),
    _("Wait a minute and look at its page: what it came to stands there."),
)
TOO_MANY_WEBHOOKS = Code(
    "2265",
    _("An organisation has at most {most} webhooks."),
    _("Remove one that is not used, or let one take more kinds of notices."),
)
