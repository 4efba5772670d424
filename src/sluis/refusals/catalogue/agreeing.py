"""2660–2679: drafting, offering and signing in the portal."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

_LOOK_AGAIN = _("Look at the page of the agreement again; it shows how things stand now.")

OFFERED_ALREADY = Code(
    "2660",
    _("This version was offered already; not a letter of it changes."),
    _("Take the offer back, or propose an amendment when both have signed."),
)
CHANGED_MEANWHILE = Code(
    "2661",
    _("Somebody else changed this in the meantime."),
    _LOOK_AGAIN,
)
IN_THE_MAKING = Code(
    "2662",
    _("A next version is being made already."),
    _("Change that one, or withdraw it first."),
)
MAIN_ENDED = Code(
    "2663",
    _("The service agreement has ended; nothing can be attached to it."),
    _("Record the new service agreement first."),
)
NOT_AUTHORISED = Code(
    "2664",
    _("Nothing on record says that you may sign for {organisation} today."),
    _(
        "The administrator records under “Organisation” who may sign, alone or together, by what authority and until"
        " when, with the address with which that person signs in."
    ),
)
OTHER_TEXT = Code(
    "2665",
    _("What you read is not what would be signed now."),
    _LOOK_AGAIN,
)
ANNEXES_NOT_INITIALLED = Code(
    "2666",
    _("The agreement asks for initials on each annex, and {count} are missing."),
    _("Read each annex, and initial it."),
)
LETTER_MISSING = Code(
    "2667",
    _("The agreement asks for a registered letter for this step ({clause})."),
    _("Send the letter, and enter the number of its receipt."),
)
OTHER_SIDE = Code(
    "2668",
    _("This step is not for your side of the agreement."),
    _("Ask the other party to take it."),
)
CONSENT_MISSING = Code(
    "2669",
    _("This needs an explicit written consent of the controller, and none is on record ({clause})."),
    _("The controller records its consent on the page of the agreement."),
)
EXCHANGE_TAKEN = Code(
    "2670",
    _("The exchange's agreement {name} belongs to another agreement already."),
    _("Choose another one; each exchange agreement has one agreement behind it."),
)
REGISTRY_UNKNOWN = Code(
    "2671",
    _("Quality registry {name} does not stand in the statutory register today."),
    _("A delivery that rests on the statutory duty needs that entry; have it recorded, or choose another ground."),
)
MAIN_IS_OVER = Code(
    "2672",
    _("The end of this service agreement was recorded already."),
    _("Record a new service agreement when the parties go on."),
)
EXTENDS_NOT = Code(
    "2673",
    _("An extension ends later than what was agreed before."),
    _("Enter a later last day. To let it end sooner, record its end."),
)
DEVIATION_UNEXPLAINED = Code(
    "2674",
    _("An agreement that does not end with its service agreement needs the deviation that both parties agreed on."),
    _("Write down what was agreed, and where that stands; or let the agreement end as well."),
)
ANNOUNCEMENT_OVER = Code(
    "2675",
    _("This announcement was taken back, or the last day for answers has passed."),
    _("Contact the operator; nothing was saved."),
)
OBJECTION_UNSAID = Code(
    "2676",
    _("An objection says what it is about."),
    _("Write down what you object to, and why."),
)
NOT_OBJECTED = Code(
    "2677",
    _("Only an organisation that recorded weighty objections to the takeover can end its agreement because of it."),
    _("Record the objections first, as an answer to the announcement."),
)
TERMS_DO_NOT_COUNT = Code(
    "2678",
    _("This is not the version of the delivery terms that counts today."),
    _("Read the version that counts, and accept that one."),
)
MAIN_END_OUTSIDE = Code(
    "2679",
    _("A service agreement ends between its first day and the last day that was agreed."),
    _("Enter a day within its term; extend it first when it goes on for longer."),
)
