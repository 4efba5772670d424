"""What happens about a person, in words."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "person.joined": _("Joined"),
    "person.changed": _("Data changed"),
    "person.left": _("Left"),
    "person.signed-in": _("Signed in"),
    "person.signed-out": _("Signed out"),
    "person.sign-in-failed": _("Sign-in failed"),
    "person.password-changed": _("Password changed"),
    "person.credentials-changed": _("Sign-in data changed"),
    "person.factor-added": _("Second factor set up"),
    "person.factor-removed": _("Second factor removed"),
    "person.factor-renewed": _("Recovery codes renewed"),
    "person.factor-used": _("Second factor used"),
    "person.factor-failed": _("Second factor failed"),
    "person.factors-reset": _("Second factor taken away"),
    "person.sessions-ended": _("Signed out everywhere"),
}
"""The kinds of events about a person; another kind is shown as it is called."""
