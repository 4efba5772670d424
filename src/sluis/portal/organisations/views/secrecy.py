"""Confidentiality agreements of an organisation itself (P-96)."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import visible
from sluis.portal.organisations import binding, choices
from sluis.portal.organisations.filters import SecrecyFilter
from sluis.portal.organisations.forms_secrecy import EndSecrecyForm, SecrecyForm
from sluis.portal.organisations.models import SecrecyAgreement
from sluis.portal.organisations.rights import KEEP_SECRECY, SEE_SECRECY
from sluis.portal.organisations.tables import SecrecyTable
from sluis.portal.organisations.tables.secrecy import state_badge
from sluis.portal.organisations.views.base import Changing, Filing, Listed, OfOrganisation, OfRecord, address, steps
from sluis.portal.organisations.wording import reason_words
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage
from sluis.portal.ui.templatetags.ui import when


class Secrecy(Listed):
    """All agreements of an organisation."""

    right = SEE_SECRECY
    table_class = SecrecyTable
    filter_class = SecrecyFilter
    search_fields = ("counterparty", "about")
    empty = _("No confidentiality agreement was registered yet. Add those that your organisation made with others.")

    def rows(self) -> QuerySet[SecrecyAgreement]:
        """By name."""
        return SecrecyAgreement.objects.visible_to(self.actor, SEE_SECRECY).filter(organisation=self.organisation)

    def actions(self) -> list[Action]:
        """A new one."""
        return [self.button(_("Add confidentiality agreement"), "secrecy-new", KEEP_SECRECY)]


class _OfSecrecy(Filing):
    """A form behind the list."""

    right = KEEP_SECRECY
    tab = "secrecy"


class SecrecyNew(_OfSecrecy):
    """A new agreement."""

    title = _("Add confidentiality agreement")
    form_class = SecrecyForm

    def form_options(self) -> dict[str, Any]:
        """Of this organisation."""
        return {"instance": SecrecyAgreement(organisation=self.organisation)}

    def save(self, form: Any) -> object:
        """Call the service."""
        return binding.register(self.actor, organisation=self.organisation, **form.data_and_file())


class SecrecyPage(OfOrganisation, DetailPage):
    """One agreement."""

    right = SEE_SECRECY
    template_name = "organisations/secrecy.html"

    @cached_property
    def record(self) -> SecrecyAgreement:
        """The agreement in the address."""
        return visible(self.request, SecrecyAgreement, self.right, self.kwargs["pk"], "organisation")

    @cached_property
    def organisation(self) -> Organisation:
        """Whose it is."""
        found: Organisation = self.record.organisation
        return found

    @property
    def title(self) -> Text:
        """Which."""
        return gettext("Confidentiality agreement with %(name)s") % {"name": self.record.counterparty}

    def crumbs(self) -> Sequence[Crumb]:
        """The organisation's agreements."""
        return steps(self.actor, Crumb(self.organisation.name, address("secrecy", self.organisation.pk)))

    def badges(self) -> Sequence[Badge]:
        """Where it stands."""
        return [state_badge(self.record, timezone.localdate())]

    def actions(self) -> Sequence[Action]:
        """Changed, or ended."""
        if not self.may(KEEP_SECRECY):
            return ()
        change = Action(_("Change"), address("secrecy-change", self.record.pk), "pencil", weight=Weight.SECONDARY)
        end = Action(_("End"), address("secrecy-end", self.record.pk), "x", weight=Weight.DANGER)
        return (change,) if self.record.ended_on else (change, end)

    def context(self) -> dict[str, Any]:
        """All of it, and the way to its text."""
        return {"pairs": _pairs(self.record), "document": self.record.document_id}


_SHOWN = ("about", "kind", "signed_on", "valid_until", "continues_until")


def _pairs(record: SecrecyAgreement) -> list[tuple[Any, Any]]:
    names = (*_SHOWN, "ended_on", "reason") if record.ended_on else _SHOWN
    return [(record._meta.get_field(name).verbose_name, _value(record, name)) for name in names]  # type: ignore[union-attr]


def _value(record: SecrecyAgreement, name: str) -> Any:
    value = getattr(record, name)
    match name:
        case "kind":
            return dict(choices.secrecy_kinds()).get(value, value)
        case "reason":
            return reason_words(value)
    return when(value) if isinstance(value, date) else value


class SecrecyChange(Changing, _OfSecrecy):
    """Change an agreement, or add the next version of its text."""

    model: ClassVar[Any] = SecrecyAgreement
    title = _("Change confidentiality agreement")
    form_class = SecrecyForm

    def save(self, form: Any) -> object:
        """Call the service."""
        return binding.change_agreement(self.actor, agreement=self.record, **form.data_and_file())


class SecrecyEnd(OfRecord, _OfSecrecy):
    """An agreement ends."""

    model: ClassVar[Any] = SecrecyAgreement
    title = _("End confidentiality agreement")
    submit: ClassVar[Text] = _("End")
    dangerous = True
    form_class = EndSecrecyForm

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return binding.end_agreement(
            self.actor, agreement=self.record, on=typed["on"], reason=choices.Ended(typed["reason"])
        )
