"""2920 to 2939: the portal: organisations, mandates and certificates of the exchange."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

MANDATE_BY_OPERATOR = Code(
    "2920",
    _("The operator gives no mandates in the name of an organisation, and none for itself."),
    _("Ask the board, the contract manager or an administrator of the organisation to give it."),
)
MANDATE_BY_HOLDER = Code(
    "2921",
    _("Whoever works under a mandate gives no mandates."),
    _("Ask the organisation that gave the mandate to do it itself."),
)
MANDATE_TO_ITSELF = Code(
    "2922",
    _("An organisation needs no mandate for itself."),
    _("Give the number of the organisation that will act on behalf of yours."),
)
MANDATE_OVERLAPS = Code(
    "2923",
    _("This organisation already has a mandate for the same flow on these days."),
    _("Revoke that one first, or choose other days."),
)
ORGANISATION_NOT_FOUND = Code(
    "2924",
    _("There is no organisation with this number or code."),
    _("Look again at the number; a number such as ORG-2026-0012 is the surest."),
)
CODE_AMBIGUOUS = Code(
    "2925",
    _("This number is a code of more than one organisation."),
    _("Use the number of the organisation, such as ORG-2026-0012."),
)
CODE_FORM = Code(
    "2926",
    _("A code of the kind {kind} has {digits} digits and is not zero."),
    _("Type it with all its digits, also the zeros in front."),
)
CODE_TAKEN = Code(
    "2927",
    _("Another record has this code of the kind {kind} on these days."),
    _("End the code there first, or choose other days; the operator can look up who has it."),
)
ENDED = Code(
    "2928",
    _("This organisation has ended, or ends before that day."),
    _("Choose its successor, or an earlier day."),
)
SUCCESSION_IMPOSSIBLE = Code(
    "2929",
    _("This succession cannot be: an organisation would follow itself, or has a successor already."),
    _("Look at the relations of both organisations."),
)
MEMBERSHIP_OVERLAPS = Code(
    "2930",
    _("The organisation is a member of this group on these days already."),
    _("Choose days that do not overlap, or end the other membership first."),
)
OPERATOR_STAYS = Code(
    "2931",
    _("The operator of this installation cannot be ended or taken over here."),
    _("Move the installation to another operator first; the documentation says how."),
)
ACTIVATION_WRONG = Code(
    "2932",
    _("The code is not right; {left} more tries are left."),
    _("Type the code as it was read out to you, or ask for a new one."),
)
ACTIVATION_VOID = Code(
    "2933",
    _("There is no valid code for this enrolment: it was used, too old, or tried too often."),
    _("Call the operator's contract manager for a new one."),
)
CARD_OF_ANOTHER = Code(
    "2934",
    _("The card has another {part} than was asked for."),
    _("Upload the file card.json of the program for which this enrolment was asked."),
)
EXCHANGE_NAME_TAKEN = Code(
    "2935",
    _("This name in the exchange is in use, or an enrolment for it is open."),
    _("Choose another name, or finish the enrolment that is open."),
)
CERTIFICATE_UNFIT = Code(
    "2936",
    _("The certificate is not for the key, the name and the role of this enrolment."),
    _("Issue it again from the card that the enrolment holds."),
)
OWN_ENROLMENT = Code(
    "2937",
    _("Whoever asked for an enrolment does not make its code."),
    _("Let another contract manager make it."),
)
DPO_ASSIGNED = Code(
    "2938",
    _("The operator already provides this organisation's data protection officer on these days."),
    _("End that assignment first."),
)
PERIOD_CLOSED = Code(
    "2939",
    _("The last day lies before the first, or this has ended already."),
    _("Choose another day."),
)

PARTS = (_("role"), _("name"))
"""What of a card can be another: words of ours, so they are translated where they are shown."""
