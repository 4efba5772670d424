"""What this app tells the others when it starts: menu, holdings, words for events."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import shown_to
from sluis.portal.holdings.register import hold
from sluis.portal.oversight import sentences
from sluis.portal.specifications import models, panels
from sluis.portal.specifications.rights import SEE
from sluis.portal.ui.navigation import Entry, Group, declare
from sluis.portal.ui.slots import fill

SENTENCES = {
    "dataspec.created": _("Data specification set up"),
    "specsource.added": _("Data source added to a specification"),
    "specsource.ended": _("Data source of a specification ended"),
    "specversion.drafted": _("Version of a specification uploaded"),
    "specversion.proposed": _("Version of a specification proposed"),
    "specversion.taken-back": _("Version of a specification taken back"),
    "specversion.approved": _("Version of a specification approved by all parties"),
    "specversion.signed": _("Version of a specification signed"),
    "specversion.not-signed": _("Version of a specification was not signed"),
    "specversion.shortened": _("Version of a specification ends because another begins"),
    "specversion.superseded": _("Version of a specification superseded"),
    "specversion.withdrawn": _("Version of a specification withdrawn"),
    "specapproval.given": _("Version of a specification approved for a party"),
    "specapproval.refused": _("Version of a specification refused for a party"),
}
AREAS = {
    "dataspec": _("Data specifications"),
    "specsource": _("Data sources of specifications"),
    "specversion": _("Versions of specifications"),
    "specapproval": _("Approvals of specifications"),
}


def announce() -> None:
    """Tell it."""
    declare(
        Entry(_("Data specifications"), "list-details", "specifications:list", Group.MAIN, 30, shown_to(SEE),
              "/specifications/"),
    )  # fmt: skip
    sentences.say(SENTENCES, AREAS)
    fill("organisation", panels.of_organisation, order=30)
    agreed = _("To know which data go where, why, and who agreed to it.")
    proof = _("To show who approved which data, when, and as what.")
    stays = _("Three parties agreed on it; the others must be able to show what was agreed, and by whom.")
    asked = {"proposed_at__isnull": False}
    of_flow = Q(**{f"versions__{name}": value for name, value in asked.items()})
    of_source = Q(**{f"dataspec__versions__{name}": value for name, value in asked.items()})
    hold(models.Dataspec, label=_("Data specifications"), purpose=agreed, remains=stays, remaining=of_flow)
    hold(
        models.Specsource,
        label=_("Data sources of specifications"),
        purpose=agreed,
        remains=stays,
        remaining=of_source,
    )
    hold(models.Specversion, label=_("Versions of specifications"), purpose=agreed, remains=stays, remaining=Q(**asked))
    hold(models.Specapproval, label=_("Approvals of specifications"), purpose=proof, remains=stays)
