"""One subprocessor: its page, its data, certificates and agreements."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluis.portal.access.acting import OfActor
from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import shown_to, visible
from sluis.portal.oversight.models import Standard
from sluis.portal.oversight.rights import SEE_ASSURANCE
from sluis.portal.subprocessors import registering
from sluis.portal.subprocessors.forms import CertificateForm, ContractForm, FindingForm, SubprocessorForm
from sluis.portal.subprocessors.models import Subcertificate, Subcontract, Subfinding, Subnotice, Subprocessor
from sluis.portal.subprocessors.rights import KEEP, SEE
from sluis.portal.subprocessors.views.base import LIST, ForSubprocessor, OfSubprocessor, address
from sluis.portal.subprocessors.wording import NOTICES, STATES
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage

State = Subprocessor.State
SOON = timedelta(days=60)


class SubprocessorPage(OfSubprocessor, DetailPage):
    """All about one."""

    template_name = "subprocessors/subprocessor.html"

    @property
    def title(self) -> Text:
        """Its name."""
        return self.subprocessor.name

    @property
    def subtitle(self) -> Text:
        """Where it is."""
        return f"{self.subprocessor.city}, {self.subprocessor.get_country_display()}"

    def crumbs(self) -> Sequence[Crumb]:
        """The register."""
        return (LIST,)

    def badges(self) -> Sequence[Badge]:
        """Where it stands."""
        badges = [Badge(*STATES[self.subprocessor.state])]
        if not self.subprocessor.in_use:
            badges.append(Badge(gettext_lazy("Not used now"), Tone.NEUTRAL))
        if self.subprocessor.transfer_outside_eea:
            badges.append(Badge(gettext_lazy("Transfer outside the EEA"), Tone.WARNING))
        return badges

    def actions(self) -> Sequence[Action]:
        """What the operator can do now."""
        one, may = self.subprocessor, shown_to(KEEP)
        found = [Action(gettext_lazy("Change"), address("change", one), "pencil", may, Weight.SECONDARY)]
        if one.announced_at is not None:
            found.append(
                Action(
                    gettext_lazy("Withdraw announcement"),
                    address("withdraw", one),
                    "arrow-back-up",
                    may,
                    Weight.SECONDARY,
                )
            )
        if one.state not in (State.LISTED, State.STOPPED):
            found.append(Action(gettext_lazy("Stop"), address("stop", one), "player-stop", may, Weight.SECONDARY))
        if one.announced_at is None:
            found.append(Action(gettext_lazy("Announce"), address("announce", one), "speakerphone", may))
        if one.announced_at is not None or self.waits:
            weight = Weight.PRIMARY if one.announced_at is not None else Weight.SECONDARY
            found.append(Action(gettext_lazy("Start"), address("start", one), "player-play", may, weight))
        return found

    @cached_property
    def waits(self) -> bool:
        """Whether it could start somewhere without an announcement."""
        return any(state == Subnotice.State.LISTED and count > works for state, count, works in self.counts)

    @cached_property
    def counts(self) -> list[tuple[str, int, int]]:
        """State of notices, how many, and under how many of them it works."""
        living = Subnotice.objects.visible_to(self.actor, SEE).filter(
            Subnotice.living(), subprocessor=self.subprocessor
        )
        found = living.order_by().values_list("state").annotate(all=Count("pk"), works=Count("started_on"))
        return sorted(found)

    def context(self) -> dict[str, Any]:
        """Its data, certificates, agreements and notices."""
        own = self.actor.may(KEEP) or self.actor.is_operator
        notices = Subnotice.objects.visible_to(self.actor, SEE).filter(subprocessor=self.subprocessor)
        return {
            "subprocessor": self.subprocessor,
            "pairs": self._pairs(),
            "certificates": [(one, _warnings(one, self.today)) for one in self._certificates()],
            "contracts": self._contracts(),
            "findings": list(Subfinding.objects.visible_to(self.actor, SEE).filter(
                contract__subprocessor=self.subprocessor
            )[:10]) if own else [],
            "counts": [(*NOTICES[state], count, works) for state, count, works in self.counts] if own else [],
            "notices": [] if own else list(notices.select_related("agreement")[:10]),
            "may_keep": self.actor.may(KEEP),
            "own": own,
            "today": self.today,
        }  # fmt: skip

    def _certificates(self) -> Any:
        found = Subcertificate.objects.visible_to(self.actor, SEE).filter(subprocessor=self.subprocessor)
        return found.filter(replaced_at=None).select_related("standard__replaced_by")[:20]

    def _contracts(self) -> list[tuple[Subcontract, bool]]:
        found = Subcontract.objects.visible_to(self.actor, SEE).filter(subprocessor=self.subprocessor)
        holding = set(found.filter(Subcontract.holding(self.today)).values_list("pk", flat=True))
        return [(one, one.pk in holding) for one in found[:10]]

    def _pairs(self) -> list[tuple[str, Any]]:
        one = self.subprocessor
        pairs: list[tuple[str, Any]] = [
            (_("Place of business"), f"{one.address}, {one.city}, {one.get_country_display()}"),
            (_("Trade register number"), one.trade_register_number or "–"),
            (_("Description of the service"), one.service),
            (_("Personal data"), one.data),
            (_("Transfer outside the European Economic Area"), _("yes") if one.transfer_outside_eea else _("no")),
            (_("Agreement with it"), one.agreement_description or "–"),
            (_("In use"), _("yes") if one.in_use else _("no, not used now")),
        ]
        if one.party:
            pairs.append((_("Party in this portal"), one.party.name))
        pairs += [
            (label, on) for label, on in ((_("Works since"), one.starts_on), (_("Stopped on"), one.ends_on)) if on
        ]
        return pairs


def _warnings(one: Subcertificate, today: date) -> list[str]:
    """It ends, or its edition was withdrawn (A29)."""
    found = []
    if one.valid_until < today:
        found.append(_("Expired on %(day)s.") % {"day": day(one.valid_until)})
    elif one.valid_until - today <= SOON:
        found.append(_("Expires on %(day)s; see to it that it is renewed.") % {"day": day(one.valid_until)})
    if one.standard.is_withdrawn(today):
        facts = {"standard": one.standard, "next": one.standard.replaced_by or "–"}
        found.append(_("The edition %(standard)s was withdrawn; its successor: %(next)s.") % facts)
    return found


class _WithParties(OfActor):
    """A form about a subprocessor, which can be a party here as well (A28)."""

    def form_options(self) -> dict[str, Any]:
        """The parties to choose from."""
        parties = Organisation.objects.visible_to(self.actor, KEEP).filter(ended_on=None, is_operator=False)
        return {"parties": parties.order_by("name"), "others": Subprocessor.objects.visible_to(self.actor, KEEP)}


class New(_WithParties, FormPage):
    """Into the register; nobody is told yet."""

    right = KEEP
    title = gettext_lazy("New subprocessor")
    subtitle = gettext_lazy("It is recorded first; controllers are told when you announce it.")
    form_class = SubprocessorForm
    message = gettext_lazy("The subprocessor stands in the register. Record its agreement, and announce it.")

    def crumbs(self) -> Sequence[Crumb]:
        """The register."""
        return (LIST,)

    def save(self, form: Any) -> Subprocessor:
        """Call the service."""
        return registering.add(self.actor, data=form.cleaned_data)

    def done(self, saved: Any) -> HttpResponse:
        """To its page."""
        self.success_url = address("subprocessor", saved)
        return super().done(saved)


class Change(_WithParties, ForSubprocessor):
    """Correct what the register says."""

    right = KEEP
    title = gettext_lazy("Change subprocessor")
    form_class = SubprocessorForm
    message = gettext_lazy("The register was changed. Annexes that name it are made again, and their controllers told.")

    def form_options(self) -> dict[str, Any]:
        """What it is now."""
        return super().form_options() | {"instance": self.subprocessor}

    def save(self, form: Any) -> object:
        """Call the service."""
        return registering.change_data(self.actor, subprocessor=self.subprocessor, data=form.cleaned_data)


class Certify(ForSubprocessor):
    """A certificate."""

    right = KEEP
    title = gettext_lazy("Record certificate")
    form_class = CertificateForm
    message = gettext_lazy("The certificate was recorded. You are told before it expires.")

    def form_options(self) -> dict[str, Any]:
        """The editions to choose from."""
        found = Standard.objects.visible_to(self.actor, SEE_ASSURANCE)
        return {"standards": found.order_by("code", "edition")}

    def save(self, form: Any) -> object:
        """Call the service."""
        return registering.certify(self.actor, subprocessor=self.subprocessor, **form.cleaned_data)


class Contract(ForSubprocessor):
    """The agreement with it."""

    right = KEEP
    title = gettext_lazy("Record agreement with subprocessor")
    form_class = ContractForm
    message = gettext_lazy("The agreement was recorded.")

    def save(self, form: Any) -> object:
        """Call the service."""
        return registering.contract(self.actor, subprocessor=self.subprocessor, **form.cleaned_data)


class Supervise(OfActor, FormPage):
    """How compliance with an agreement was supervised."""

    right = KEEP
    title = gettext_lazy("Record supervision")
    form_class = FindingForm
    message = gettext_lazy("The finding was recorded.")

    @cached_property
    def contract(self) -> Subcontract:
        """The agreement in the address."""
        return visible(self.request, Subcontract, KEEP, self.kwargs["pk"], "subprocessor")

    @property
    def subtitle(self) -> Text:
        """Of whom."""
        return self.contract.subprocessor.name

    @property
    def success_url(self) -> str:
        """The subprocessor."""
        return address("subprocessor", self.contract.subprocessor)

    def crumbs(self) -> Sequence[Crumb]:
        """The register, and the subprocessor."""
        return (LIST, Crumb(self.contract.subprocessor.name, self.success_url))

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": self.today}

    def save(self, form: Any) -> object:
        """Call the service."""
        return registering.supervise(self.actor, contract=self.contract, **form.cleaned_data)
