"""2730–2749: policies, and the rows of annex 1 that allow what a program is about to do."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

_ASK_FOR_POLICY = _("Ask the TTP for the policy of this agreement, and take it with `sluis agreement policy FILE`.")

POLICY_MISSING = Code(
    "2730",
    _("There is no policy here for agreement {agreement}, and the settings of this home require one."),
    _ASK_FOR_POLICY,
)
POLICY_FOREIGN = Code(
    "2731",
    _("The policy is not signed by the TTP of agreement {agreement}, and by nobody else."),
    _("Do not take it. Ask the TTP that the agreement names for its policy."),
)
POLICY_OLDER = Code(
    "2732",
    _("Policy {serial} of agreement {agreement} is not later than the one that is here."),
    _("Nothing was changed. A policy is only replaced by one with a higher number."),
)
ROW_MISSING = Code(
    "2733",
    _("Annex 1 of agreement {agreement} has no row that allows “{verb}”."),
    _("Nothing was done. If it is wanted, all three sign a new version whose annex has such a row."),
)
ROW_ELSEWHERE = Code(
    "2734",
    _("Annex 1 of agreement {agreement} does not allow “{verb}” in the country {country}, where this home is."),
    _(
        "Nothing was done. Another country must be agreed on in writing first; `country` in sluis.toml says where it is."
    ),
)
POLICY_UNUSABLE = Code(
    "2735",
    _("The policy that is kept here in {file} is damaged."),
    _("Remove that file from the folder agreements of this home, and take the latest policy from the TTP."),
)
