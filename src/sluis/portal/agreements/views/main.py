"""Service agreements: the list, the page of one, and what can be done with it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.agreement.grounds import GroundKind
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.access.recognising import day_of
from sluis.portal.agreements import foretelling, maining
from sluis.portal.agreements.forms_main import MAIN_GROUNDS, EndForm, ExtendForm, MainForm, NewMainForm
from sluis.portal.agreements.maining import MainGround
from sluis.portal.agreements.models import Agreement, MainAgreement
from sluis.portal.agreements.rights import KEEP_MAIN, SEE
from sluis.portal.agreements.tables import AgreementTable
from sluis.portal.agreements.tables_around import MainTable, main_state
from sluis.portal.agreements.views.around import Around, Considered, Filing, button
from sluis.portal.organisations.models import Revision
from sluis.portal.organisations.parts import Card, Section
from sluis.portal.organisations.rights import SEE as SEE_HISTORY
from sluis.portal.organisations.selectors import find
from sluis.portal.organisations.tables import HistoryTable
from sluis.portal.ui.actions import Action, Badge, Crumb, Weight
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage

LISTED = (_("Service agreements"), "mains")


class Mains(Around):
    """Those that this person may see."""

    title = _("Service agreements")
    table_class = MainTable
    search_fields = ("number", "title", "organisation__name")
    empty = _("There is no service agreement yet. A processing agreement is always attached to one: record it first.")

    def rows(self) -> QuerySet[Any]:
        """With their parties."""
        found: QuerySet[Any] = MainAgreement.objects.visible_to(self.actor, SEE).select_related("organisation")
        return found

    def actions(self) -> list[Action]:
        """A new one."""
        return [button(_("New service agreement"), "agreements:main-new", KEEP_MAIN, self.request)]


class MainPage(DetailPage):
    """One service agreement, what is attached to it, and its history."""

    right = SEE
    template_name = "agreements/main.html"
    kwargs: dict[str, Any]

    @cached_property
    def main(self) -> MainAgreement:
        """In the address."""
        return visible(self.request, MainAgreement, SEE, self.kwargs["pk"], "organisation")

    @property
    def title(self) -> Text:
        """What it is called."""
        return self.main.title

    @property
    def subtitle(self) -> Text:
        """Its number, and with whom it is."""
        return f"{self.main.number} · {self.main.organisation.name}"

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (Crumb(LISTED[0], "agreements:mains"),)

    def badges(self) -> Sequence[Badge]:
        """Whether it runs."""
        return (Badge(*main_state(self.main)),)

    def actions(self) -> Sequence[Action]:
        """Nothing for one that has ended."""
        if self.main.ended_on:
            return ()
        pk, found = self.main.pk, []
        for label, name, icon, weight in (
            (_("Change"), "main-change", "pencil", Weight.SECONDARY),
            (_("Extend"), "main-extend", "calendar", Weight.SECONDARY),
            (_("Record its end"), "main-end", "x", Weight.DANGER),
        ):
            if name != "main-extend" or self.main.ends_on:
                to = reverse(f"agreements:{name}", args=[pk])
                found.append(button(label, to, KEEP_MAIN, self.request, icon, weight=weight))
        return found

    def context(self) -> dict[str, Any]:
        """Cards, what is attached, history."""
        actor, main = actor_of(self.request), self.main
        attached = Agreement.objects.visible_to(actor, SEE).filter(main=main).select_related("organisation")
        history = Revision.objects.visible_to(actor, SEE_HISTORY).filter(record=main.subject).select_related("person")
        return {
            "cards": cards(main),
            "sections": [
                Section(
                    _("Attached processing agreements"),
                    AgreementTable(list(attached.order_by("number")), orderable=False),
                    _("No agreement is attached to it yet."),
                ),
                Section(
                    _("History"),
                    HistoryTable(list(history.order_by("-made_at", "pk")), orderable=False, exclude=("label",)),
                    _("Nothing has been changed yet."),
                ),
            ],
        }


def cards(main: MainAgreement) -> list[Card]:
    """What is on record."""
    found = [
        Card(
            _("The agreement"),
            [
                (_("Signed on"), main.signed_on),
                (_("First day"), main.starts_on),
                (_("Last day"), main.ends_on or _("no end was agreed")),
                (_("Court or arbiter"), main.forum or _("not named")),
            ],
            "file-text",
        )
    ]
    if main.purpose_contract:
        found.append(
            Card(
                _("Purpose binding"),
                [
                    (_("Contract to which the purpose is bound"), main.purpose_contract),
                    (_("Tender number"), main.tender_number),
                    (_("Parties to that contract"), main.contract_parties),
                ],
                "target",
            )
        )
    if main.ended_on:
        words = MAIN_GROUNDS.get(main.ended_ground, main.ended_ground)
        found.append(
            Card(_("End of the service agreement"), [(_("Ended on"), main.ended_on), (_("Ground"), words)], "x")
        )
    return found


class MainNew(Filing):
    """Record one."""

    right = KEEP_MAIN
    title = _("New service agreement")
    listed = LISTED
    form_class = NewMainForm
    submit = _("Record")
    message = _("The service agreement was recorded.")

    def save(self, form: Any) -> object:
        """Call the service."""
        data = dict(form.cleaned_data)
        party = find(data.pop("party"), day_of(self.actor.at))
        return maining.record(self.actor, organisation=party, data=data)


class OfMain(Filing):
    """A form about the service agreement in the address."""

    right = KEEP_MAIN
    listed = LISTED

    @cached_property
    def main(self) -> MainAgreement:
        """In the address."""
        return visible(self.request, MainAgreement, self.right, self.kwargs["pk"], "organisation")

    @property
    def subtitle(self) -> Text:
        """Which."""
        return str(self.main)

    @property
    def success_url(self) -> str:
        """Back to its page."""
        return reverse("agreements:main", args=[self.main.pk])

    def crumbs(self) -> Sequence[Crumb]:
        """The list and the page."""
        return (Crumb(LISTED[0], "agreements:mains"), Crumb(self.main.number, self.success_url))


class MainChange(OfMain):
    """Change what is on record."""

    title = _("Change service agreement")
    form_class = MainForm
    message = _("The change was saved.")

    def form_options(self) -> dict[str, Any]:
        """As it is."""
        return {"instance": self.main}

    def save(self, form: Any) -> object:
        """Call the service."""
        return maining.change(self.actor, main=self.main, data=form.cleaned_data)


class MainExtend(OfMain):
    """Let it end later."""

    title = _("Extend service agreement")
    form_class = ExtendForm
    submit = _("Extend")
    message = _("The service agreement was extended. What ends with it ends later too.")

    @property
    def subtitle(self) -> Text:
        """Which, and when it would end."""
        return f"{self.main} · {gettext('Last day')} {day(self.main.ends_on)}" if self.main.ends_on else str(self.main)

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return maining.extend(self.actor, main=self.main, ends_on=typed["ends_on"], reason=typed["reason"])


class MainEnd(OfMain, Considered):
    """Record that it ends; first what follows."""

    title = _("End of the service agreement")
    form_class = EndForm
    submit = _("Show what follows")
    confirm = _("Record the end")
    loses: ClassVar[bool] = True
    message = _("The end was recorded. All parties of what is attached to it are told.")

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def form_options(self) -> dict[str, Any]:
        """What is attached to it and runs."""
        seen = Agreement.objects.visible_to(self.actor, SEE).filter(main=self.main, state__in=maining.ENDING)
        return {"attached": [(str(each.pk), str(each)) for each in seen.order_by("number")]}

    def consequences(self, form: Any) -> Sequence[Text]:
        """What ends with it, and what that brings."""
        typed = form.cleaned_data
        found = maining.foresee_end(self.main, ground=ground_of(typed["ground"]), on=typed["on"], at=self.actor.at)
        deviating = set(typed.get("deviating", ()))
        ending = [each for each in found if str(each.agreement.pk) not in deviating]
        staying = [each.agreement for each in found if str(each.agreement.pk) in deviating]
        lines = foretelling.of_main_end(ending) if ending or not staying else []
        return lines + [gettext("%(agreement)s goes on, as was agreed.") % {"agreement": each} for each in staying]

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return maining.end(
            self.actor, main=self.main, ground=ground_of(typed["ground"]), on=typed["on"], reason=typed["reason"],
            deviating=[UUID(each) for each in typed.get("deviating", ())], deviation=typed.get("deviation", ""),
        )  # fmt: skip


def ground_of(value: str) -> maining.Ground:
    """The ground that was chosen."""
    return MainGround(value) if value in set(MainGround) else GroundKind(value)
