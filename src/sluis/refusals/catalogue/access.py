"""2901 to 2919: the portal: who may do what."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

NOT_SIGNED_IN = Code("2901", _("You are not signed in."), _("Sign in and try again."))
NOT_ALLOWED = Code(
    "2902",
    _("Your roles do not allow this."),
    _("Ask an administrator of your organisation if you need it for your work."),
)
NOT_YOURS = Code(
    "2903",
    _("This is not there, or not for you."),
    _("Go back, and look for it in the list of what you may see."),
)
HAS_LEFT = Code(
    "2904",
    _("This account has ended."),
    _("Ask an administrator of your organisation if that is a mistake."),
)
SECOND_FACTOR_MISSING = Code(
    "2905",
    _("Your account has no second factor yet, and your organisation requires one."),
    _("Set one up: an authenticator app or a passkey."),
)
STATEMENT_MISSING = Code(
    "2906",
    _("There is no valid confidentiality statement of yours."),
    _("Read and sign the statement, or ask an administrator to record the one that you signed."),
)
OWN_ROLES = Code(
    "2907",
    _("Nobody gives roles to themselves or judges their own."),
    _("Ask another administrator."),
)
ROLE_NOT_HERE = Code(
    "2908",
    _("People of this organisation cannot have the role {role}."),
    _("Choose one of the roles that are offered."),
)
HAS_ROLE = Code(
    "2909",
    _("This person has the role {role} already."),
    _("There is nothing to do; withdraw the role first to give it again with another end."),
)
LAST_ADMINISTRATOR = Code(
    "2910",
    _("This is the last administrator of the organisation."),
    _("Make somebody else administrator first."),
)
GONE_ALREADY = Code(
    "2911",
    _("Somebody else has changed or ended this in the meantime."),
    _("Look at it again, then decide."),
)
OWN_RECORD = Code(
    "2912",
    _("Nobody records this about themselves."),
    _("Ask another administrator."),
)
NOT_RECENT = Code(
    "2913",
    _("It was too long ago that you showed that it is you."),
    _("Give your password or second factor again, then go on."),
)
STATEMENT_CHANGED = Code(
    "2914",
    _("The text of the statement was renewed while you were reading."),
    _("Read the text that is shown now, and sign that one."),
)
STATEMENT_SIGNED = Code(
    "2915",
    _("There is a valid confidentiality statement of yours already."),
    _("There is nothing to do."),
)
