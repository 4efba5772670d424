"""2282–2289: the local screen of a source."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

PORT_TAKEN = Code(
    "2282",
    _("Port {port} of this machine is in use, or may not be used."),
    _("Leave out --port, or name another one."),
)
OUTSIDE = Code(
    "2283",
    _("This screen is only for the window that Sluis opened."),
    _("Start the program again on this machine; it opens a window that may come in."),
)
STALE = Code(
    "2284",
    _("What was sent does not come from a page of this screen."),
    _("Go back, load the page again and repeat what you did."),
)
NOT_WHOLE = Code(
    "2285",
    _("The file did not arrive whole."),
    _("Choose it again. It may have been changed or moved while it was read."),
)
NO_DRAFT = Code(
    "2286",
    _("This delivery is not being prepared any more."),
    _("Begin again with “Deliver”. What was prepared and not sent stands on the start page."),
)
BROKEN_OFF = Code(
    "2287",
    _("You broke it off."),
    _("Nothing is lost: go on when it suits you."),
)
NO_CERTIFICATE = Code(
    "2288",
    _("This file is no certificate in PEM."),
    _("Choose the file that the TTP gave you; its text begins with -----BEGIN CERTIFICATE-----."),
)
REAL_CLOSED = Code(
    "2289",
    _("Real deliveries under agreement {agreement} are not open."),
    _("Deliver a test first; when the recipient has accepted it, real deliveries open."),
)
