"""2980–2999: serving, backing up and restoring an installation."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

HOME_SERVED = Code(
    "2980",
    _("This home is being served already, or its parts have not all ended yet."),
    _("Stop the running `sluis serve` first. If it was killed, wait a few seconds and try again."),
)
PART_REFUSED = Code(
    "2981",
    _("The part {part} refuses to run as it is set; the others were ended."),
    _("The lines above say why, with a code. Mend the setting and start again."),
)
PART_FAILED = Code(
    "2982",
    _("The part {part} could not be got ready; the others were ended."),
    _("The lines above say where it failed. Run `sluis doctor`, and report it if that finds nothing."),
)
PART_MISSING = Code(
    "2983",
    _("This home has no part {part}."),
    _("Name a part that it has, or the home of the trusted third party; without --only all parts run."),
)
PORT_TAKEN = Code(
    "2984",
    _("Another program listens on port {port} of {address}, or the system does not give it."),
    _("End that program, or set another `port` or `bind` in portal.toml. Ports below 1024 need a right of the system."),
)
CERTIFICATE_UNUSABLE = Code(
    "2985",
    _("The certificate and key for TLS cannot be used: unreadable, expired, or not of each other."),
    _("Check the settings `certificate` and `key` in portal.toml, or leave both out for an own certificate."),
)
