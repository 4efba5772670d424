"""Words about announcements: what has to be done about each kind, and what is wrong with one."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sluis.portal.agreements.wording import AnnouncementKind
from sluis.portal.ui.navigation import Text

TASKS: Mapping[AnnouncementKind, Text] = {
    AnnouncementKind.TAKEOVER: _("Read about the intended takeover, and object if you have weighty reasons"),
    AnnouncementKind.INSOLVENCY: _("Take your data back in time: the operator is under threat of bankruptcy"),
    AnnouncementKind.SERVICE: _("Read about the change of the service, and answer"),
    AnnouncementKind.REGULATION: _("Say what the change of regulation means for you"),
    AnnouncementKind.TERMS: _("Read about the change of the delivery terms, and answer"),
}

CONSULT = _("Consult those who take part about what was announced, and record it")
ANSWER_OBJECTION = _("Consult about an objection, and record what came of it")

FLAWS: Mapping[str, Text] = {
    "late": _("It was announced later than was agreed before it takes effect."),
    "unconsulted": _("It was announced without the consultation that was agreed."),
}

HOW_TO_RECLAIM: tuple[Text, ...] = (
    _("Have your data handed over now: your agreement stays in force meanwhile, and nothing may be withheld from you."),
    _("Take over what is held for you as a file with its data dictionary, and check it against what you delivered."),
    _("Then choose for each agreement whether data are destroyed as well, and ask for the proof."),
)
