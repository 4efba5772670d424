"""The app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HoldingsConfig(AppConfig):
    """The register of holdings."""

    name = "sluis.portal.holdings"
    label = "holdings"

    def ready(self) -> None:
        """The menu, and what is held by this app and by those below it, which know no register."""
        from sluis.portal.access.models import Grant, Mandate, Organisation, Person, Statement
        from sluis.portal.access.pages import shown_to
        from sluis.portal.access.tenancy import withhold
        from sluis.portal.holdings.blocking import rule
        from sluis.portal.holdings.models import Block, Retention
        from sluis.portal.holdings.register import hold
        from sluis.portal.holdings.rights import SEE
        from sluis.portal.ui.navigation import Entry, Group, declare

        declare(
            Entry(
                _("What is held"),
                "archive",
                "holdings:list",
                Group.CONTROL,
                order=70,
                shown=shown_to(SEE),
                prefix="/holdings/",
            )
        )
        had = _("Shows who had access, and who decided about that.")
        hold(
            Organisation,
            label=_("Organisation"),
            purpose=_("To know for whom work is done."),
            remains=_("Shows with whom something was agreed; evidence and proofs name it."),
        )
        hold(
            Person,
            label=_("Persons"),
            purpose=_("To let people in who may come in, and to know who did what."),
            kept="2 years",
            since="left_on",
            remains=_("Evidence names who did what, and proofs are fetched; accounts end with their own term."),
        )
        hold(
            Grant,
            label=_("Roles of persons"),
            purpose=_("To show who had which rights, and who gave them."),
            kept="5 years",
            since="withdrawn_at",
            remains=had,
        )
        hold(
            Statement,
            label=_("Confidentiality statements"),
            purpose=_("To show that everybody with access is bound to secrecy."),
            kept="5 years",
            since="withdrawn_on",
            remains=had,
        )
        hold(
            Mandate,
            label=_("Mandates"),
            purpose=_("To show who acted for whom, and since when."),
            kept="5 years",
            since="revoked_at",
            remains=had,
        )
        hold(
            Retention,
            label=_("Retention terms"),
            purpose=_("To keep records no longer than was agreed."),
            remains=_("Says for how long what remains is kept."),
        )
        hold(
            Block,
            label=_("Blocked records"),
            purpose=_("To keep records at rest that can be neither given back nor destroyed."),
            remains=_("Shows what was blocked, when and why."),
        )
        withhold(rule)
