"""2960 to 2969: the portal: joining, reviewing, leaving."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

LINK_SPENT = Code(
    "2960",
    _("This link is no longer valid, or never was."),
    _("A link works once and for a limited time. Ask whoever gave it to you for a new one."),
)
CANNOT_INVITE = Code(
    "2961",
    _("This e-mail address cannot be invited."),
    _("Check the address. If it is right, the person can ask the service desk what is the matter."),
)
HAS_ADMINISTRATOR = Code(
    "2962",
    _("This organisation has an administrator, who invites its people and gives them roles."),
    _("Ask an administrator of the organisation to do it."),
)
ROLES_MISSING = Code(
    "2963",
    _("No role was chosen, or an end that lies in the past."),
    _("Choose at least one role, and an end that is still to come or none."),
)
PERSON_LEFT = Code(
    "2964",
    _("This person has left; the account has ended."),
    _("Invite the person again with another e-mail address when that is needed."),
)
DATES_WRONG = Code(
    "2965",
    _("These dates cannot be right: one lies in the future, or the end lies before the beginning."),
    _("Check the dates."),
)
REVIEW_OPEN = Code(
    "2966",
    _("A review of this organisation's rights is under way."),
    _("Finish that one first; it closes when all its rights are decided, or at its due date."),
)
REVIEWER_UNFIT = Code(
    "2967",
    _("This person cannot review these rights."),
    _("Choose somebody of the organisation, or of the operator, whose roles allow deciding about rights."),
)
NOTHING_TO_REVIEW = Code(
    "2968",
    _("Nobody of this organisation has a right, so there is nothing to review."),
    _("There is nothing to do."),
)
REASON_MISSING = Code(
    "2969",
    _("There is no reason."),
    _("Say in a few words why; no personal data."),
)
