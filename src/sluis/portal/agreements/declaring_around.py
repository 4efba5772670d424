"""What stands around agreements tells the others when it starts: panels, a kind of documents, words for history."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.agreements import accepting, panels
from sluis.portal.documents.kinds import declare
from sluis.portal.organisations.telling import ACTIONS
from sluis.portal.oversight.sentences import say
from sluis.portal.ui.slots import fill


def declare_around() -> None:
    """Tell it."""
    fill("agreement", panels.of_service, order=10)
    fill("agreement", panels.of_consents, order=20)
    fill("home", panels.of_home, order=30)
    declare(accepting.KIND, _("Delivery terms"))
    say({"announcement.consulted": _("Consultation about an announcement recorded")})
    ACTIONS.update(
        {
            "main.recorded": _("Service agreement recorded"),
            "main.changed": _("Service agreement changed"),
            "main.ended": _("Service agreement ended"),
            "announcement.withdrawn": _("Announcement taken back"),
            "registry.recorded": _("Quality registry recorded"),
            "registry.changed": _("Quality registry changed"),
        }
    )
