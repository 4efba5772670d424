"""2230–2239: a party's program on its way to the gate."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

NOT_CONNECTED = Code(
    "2230",
    _("This home does not know the gate of the TTP yet."),
    _("Give its address once: `sluis source connect --gate https://… --home DIR`, or `sluis recipient connect`."),
)
GATE_ADDRESS = Code(
    "2231",
    _("This is not the address of a gate: it begins with https:// and names a host."),
    _("Use the address that the TTP gave you, such as https://gate.example:8445."),
)
GATE_AWAY = Code(
    "2232",
    _("The gate at {host} cannot be reached: {why}."),
    _("See whether this machine has a network and, behind a proxy, HTTPS_PROXY. What was sent is kept; try again."),
)
GATE_UNTRUSTED = Code(
    "2233",
    _("The server at {host} does not show a certificate that this home trusts."),
    _("Ask the TTP for its certificate and give it with --trust, or tell the TTP: somebody may be in between."),
)
ANSWER_UNREADABLE = Code(
    "2234",
    _("The gate at {host} answers something that this version of Sluis does not know (status {status})."),
    _("Use the same version of Sluis on both sides; behind a proxy, see whether it lets the gate's answers through."),
)
REFUSED_THERE = Code(
    "2235",
    _("The gate refused with code {number}: {message}"),
    _("See the list of codes of the TTP's version of Sluis."),
)
ARRIVED_DAMAGED = Code(
    "2236",
    _("The package of delivery {number} did not arrive as the TTP sent it."),
    _("Fetch it again. If it keeps coming back, tell the TTP."),
)
NOT_PREPARED_HERE = Code(
    "2237",
    _("This package was not made in this home."),
    _("Send it with --home of the source that prepared it."),
)
DELIVERED_BEFORE = Code(
    "2238",
    _("This very delivery arrived before, on {at}, as number {number}."),
    _("Nothing needs to be done. To deliver the same files again on purpose, add --again."),
)
WATCHED_ALREADY = Code(
    "2239",
    _("Another program watches this folder."),
    _("One watcher per folder is enough; end the other one first."),
)
