"""What the events of this app are called for people."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "organisation.registered": _("Organisation registered"),
    "organisation.described": _("Data changed"),
    "organisation.succeeded": _("Succession recorded"),
    "organisation.ended": _("Organisation ended"),
    "partyrole.taken": _("Role added"),
    "partyrole.ended": _("Role ended"),
    "representative.added": _("Representative added"),
    "representative.changed": _("Representative changed"),
    "representative.ended": _("Representative ended"),
    "establishment.opened": _("Establishment added"),
    "establishment.changed": _("Establishment changed"),
    "establishment.closed": _("Establishment closed"),
    "partycode.given": _("Code added"),
    "partycode.ended": _("Code ended"),
    "membership.begun": _("Membership added"),
    "membership.ended": _("Membership ended"),
    "contact.added": _("Contact added"),
    "contact.changed": _("Contact changed"),
    "contact.ended": _("Contact ended"),
    "contact.absent": _("Absence recorded"),
    "contact.back": _("Absence taken back"),
    "assignment.given": _("Data protection officer assigned"),
    "assignment.registered": _("Registration at the AP recorded"),
    "assignment.ended": _("Assignment ended"),
    "mandate.given": _("Mandate given"),
    "mandate.revoked": _("Mandate revoked"),
    "enrolment.asked": _("Certificate asked for"),
}
