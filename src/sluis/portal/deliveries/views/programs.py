"""Accounts of programs at the gate, and certificates that were issued at the command line."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import Considered, OfActor
from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import actor_of, shown_to, visible
from sluis.portal.access.recognising import day_of
from sluis.portal.deliveries import accounts
from sluis.portal.deliveries.filters import AccountFilter
from sluis.portal.deliveries.forms import AdoptForm
from sluis.portal.deliveries.models import Account
from sluis.portal.deliveries.rights import ACCOUNTS
from sluis.portal.deliveries.tables import AccountTable
from sluis.portal.deliveries.views.base import PROGRAMS, Deed, shown_if
from sluis.portal.organisations.adopting import adopt
from sluis.portal.organisations.models import Certificate, ExchangeRole
from sluis.portal.organisations.rights import ADOPT
from sluis.portal.oversight.naming import Names
from sluis.portal.oversight.trusting import trust
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.forms import Form
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage
from sluis.refusals import Refused
from sluis.refusals.catalogue import oversight as codes

_MOST = 100


def in_force(request: Any) -> QuerySet[Any]:
    """Certificates that count now, of the organisations whose accounts this actor keeps."""
    actor = actor_of(request)
    seen: QuerySet[Any] = Certificate.objects.visible_to(actor, ACCOUNTS)
    now = seen.filter(valid_from__lte=actor.at, valid_until__gt=actor.at, revoked_at=None, organisation__ended_on=None)
    return now.select_related("organisation").defer("chain").order_by("organisation__name", "party_id", "-valid_until")


class Programs(ListPage):
    """Accounts, and certificates for which there is none."""

    right = ACCOUNTS
    title = _("Programs")
    subtitle = _("A certificate says which program it is; an open account lets it in at the gate.")
    template_name = "deliveries/programs.html"
    table_class = AccountTable
    filter_class = AccountFilter
    search_fields = ("party_id", "organisation__name")
    empty = _("No program has an account yet. Open one for a certificate that is in force.")

    def rows(self) -> QuerySet[Any]:
        """Those that this person keeps."""
        found: QuerySet[Any] = Account.objects.visible_to(actor_of(self.request), ACCOUNTS)
        return found.select_related("organisation")

    def actions(self) -> list[Action]:
        """Bring a certificate under an organisation."""
        label = _("Bring in a certificate")
        return [Action(label, "deliveries:adopt", "certificate", shown_to(ADOPT), Weight.SECONDARY)]

    def context(self) -> dict[str, Any]:
        """With certificates whose program cannot come in yet."""
        open_ones = Account.objects.visible_to(actor_of(self.request), ACCOUNTS).filter(
            role=OuterRef("role"), party_id=OuterRef("party_id"), closed_at=None
        )
        return super().context() | {"without": list(in_force(self.request).exclude(Exists(open_ones))[:_MOST])}


class Open(Deed):
    """Open an account for the program of a certificate."""

    right = ACCOUNTS
    message = _("The account is open; the program can come in.")

    @property
    def address(self) -> str:
        """The programs."""
        return reverse("deliveries:programs")

    def do(self) -> object:
        """Call the service."""
        found = visible(self.request, Certificate, ACCOUNTS, self.kwargs["pk"], "organisation")
        return accounts.open_account(
            self.actor, organisation=found.organisation, role=ExchangeRole(found.role), party_id=found.party_id
        )


class OfAccount(OfActor):
    """A page about the account in the address."""

    right = ACCOUNTS

    @cached_property
    def account(self) -> Account:
        """The account in the address."""
        return visible(self.request, Account, ACCOUNTS, self.kwargs["pk"], "organisation")

    @property
    def subtitle(self) -> Text:
        """Role and organisation."""
        return f"{self.account.get_role_display()} · {self.account.organisation}"

    @property
    def address(self) -> str:
        """Of its page."""
        return reverse("deliveries:account", args=[self.account.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (PROGRAMS,)


class AccountPage(OfAccount, DetailPage):
    """One account, with the certificates with which its program comes in."""

    template_name = "deliveries/account.html"

    @property
    def title(self) -> Text:
        """Of which program."""
        return self.account.party_id

    def badges(self) -> Sequence[Badge]:
        """Open or closed."""
        return [Badge(_("Closed")) if self.account.closed_at else Badge(_("Open"), Tone.GOOD)]

    def actions(self) -> Sequence[Action]:
        """Close it."""
        place = reverse("deliveries:account-close", args=[self.account.pk])
        allowed = self.account.closed_at is None and self.actor.reaches(ACCOUNTS, self.account.organisation_id)
        return [Action(_("Close account"), place, "lock", shown_if(allowed), Weight.SECONDARY)]

    def context(self) -> dict[str, Any]:
        """What it is, and its certificates."""
        found, names = self.account, Names(self.actor)
        names.learn([found.opened_by, found.closed_by])
        pairs = [
            (_("Opened"), found.opened_at),
            (_("Opened by"), names.who(found.opened_by)),
            (_("Last came in"), found.seen_at),
        ]
        if found.closed_at:
            pairs += [(_("Closed"), found.closed_at), (_("Closed by"), names.who(found.closed_by))]
        mine = in_force(self.request).filter(role=found.role, party_id=found.party_id)
        return {"account": found, "pairs": pairs, "certificates": list(mine)}


class CloseAccount(OfAccount, Considered):
    """Let the program come in no more."""

    title = _("Close account")
    submit = _("Close account")
    dangerous = True
    form_class = Form
    message = _("The account was closed.")

    def crumbs(self) -> Sequence[Crumb]:
        """The account."""
        return (PROGRAMS, Crumb(self.account.party_id, self.address))

    def follows(self) -> Sequence[Text]:
        """What that means."""
        return [
            gettext("The program is out at once, and cannot come in again: it delivers and fetches nothing any more."),
            gettext("An upload that is under way stops; what was delivered goes on."),
            gettext("A new account can be opened for the same certificate."),
        ]

    def save(self, form: Any) -> object:  # noqa: ARG002 - nothing is filled in
        """Call the service."""
        return accounts.close_account(self.actor, account=self.account)


class Adopt(OfActor, FormPage):
    """Bring a certificate of `sluis ttp enrol` under an organisation."""

    right = ADOPT
    title = _("Bring in a certificate")
    subtitle = _("For certificates that were issued at the command line (`sluis ttp enrol`).")
    form_class = AdoptForm
    submit = _("Bring in")
    message = _("The certificate counts for the organisation from now on. Open an account for it.")
    success_url = "deliveries:programs"

    def crumbs(self) -> Sequence[Crumb]:
        """The programs."""
        return (PROGRAMS,)

    def form_options(self) -> dict[str, Any]:
        """Organisations that are there."""
        seen: Any = Organisation.objects.visible_to(self.actor, ADOPT)
        ended = seen.filter(ended_on__lte=day_of(self.actor.at)).values("pk")
        return {"organisations": seen.exclude(pk__in=ended).order_by("name")}

    def save(self, form: Any) -> object:
        """Call the service."""
        known = trust()
        if known is None:
            raise Refused(codes.NO_TRUST)
        typed = form.cleaned_data
        chain = typed["file"].read()
        return adopt(self.actor, organisation=typed["organisation"], chain_pem=chain, trust=known)
