"""2565 to 2569: papers: agreements, reports and registers as PDF and DOCX."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

PAPER_TOO_LONG = Code(
    "2565",
    _("This document is too long to be made at once."),
    _("Choose a shorter period or fewer subjects."),
)
NO_PAGES = Code(
    "2566",
    _("No PDF can be made on this computer: what draws its pages is not installed."),
    _("Let the administrator install these packages: {packages}. Until then take the Word document."),
)
PAPERS_BUSY = Code(
    "2567",
    _("Several documents are being made at this moment."),
    _("Try again in a minute."),
)
WORD_TEMPLATE = Code(
    "2568",
    _("This Word template cannot be filled in."),
    _("Look at its merge fields: each stands between double braces and is one of the names that are offered."),
)
NO_SUCH_TEXT = Code(
    "2569",
    _("There is no text with version {version} in this language."),
    _("Choose another version of the text or another language."),
)
