"""2590–2599: processors of an organisation, agreements with them, and research at them."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

_LOOK = _("Look at it again; somebody may have decided about it in the meantime.")

DPA_MOVED = Code(
    "2590", _("This is not possible in the state in which the agreement with the processor is now."), _LOOK
)
REVIEW_INCOMPLETE = Code(
    "2591",
    _("Not every point of the review has an outcome, or the words that go with it."),
    _("Give each point an outcome, and explain those that are not simply met."),
)
NOT_REVIEWED = Code(
    "2592",
    _("What a processor submits is concluded only after a review in which every point was met."),
    _("Let it be reviewed first; the page of the agreement says where it stands."),
)
PROCESSOR_ENDED = Code(
    "2593",
    _("This processor works for your organisation no longer."),
    _("Add it again if it does."),
)
EXPIRES_PAST = Code(
    "2594",
    _("The last day lies behind us, or is not later than the one that holds now."),
    _("Give a later day, or none if the agreement holds until it is ended."),
)
NOTHING_TO_DRAW = Code(
    "2595",
    _("This organisation has no processors to draw from."),
    _("Let it add its processors first."),
)
NOT_DRAWN = Code(
    "2596",
    _("This processor was not drawn in this sample."),
    _("Choose one of those that were drawn, or draw another sample."),
)
CHECK_SETTLED = Code("2597", _("Nothing is left to be done about this check."), _LOOK)
DPA_RUNS = Code(
    "2598",
    _("There is an agreement with this processor that was not ended."),
    _("End its agreements first; see to it that your data are returned or destroyed."),
)
DAY_TO_COME = Code("2599", _("This day is still to come."), _("Give today or an earlier day."))
