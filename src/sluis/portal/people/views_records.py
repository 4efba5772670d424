"""Pages that record statements, screening and training; and the register of statements."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Statement
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.people import recording, tables_records
from sluis.portal.people.forms import ScreeningRecord, StatementRecord, TrainingRecord
from sluis.portal.people.models import Screening, Training
from sluis.portal.people.rights import RECORD, SEE
from sluis.portal.people.views import PEOPLE, OfPerson
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.pages import ConfirmPage, FormPage


class Statements(ListPage):
    """The register of confidentiality statements (Z-94, I-68, P-95)."""

    right = SEE
    title = _("Confidentiality statements")
    table_class = tables_records.Statements
    search_fields = ("person__name",)
    empty = _(
        "No statement was signed or recorded yet. People sign at their first sign-in; others are recorded on a person's page."
    )

    def crumbs(self) -> Sequence[Crumb]:
        """Below the people."""
        return [PEOPLE]

    def rows(self) -> QuerySet[Any]:
        """Those whom the actor may see."""
        return Statement.objects.visible_to(actor_of(self.request), SEE).select_related("person", "organisation")


class Trainings(ListPage):
    """Who was trained."""

    right = SEE
    title = _("Training and awareness")
    table_class = tables_records.Trainings
    search_fields = ("person__name", "subject_matter")
    empty = _("No training was recorded yet. It is recorded on a person's page.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the people."""
        return [PEOPLE]

    def rows(self) -> QuerySet[Any]:
        """Those whom the actor may see."""
        return Training.objects.visible_to(actor_of(self.request), SEE).select_related("person", "organisation")


class Screenings(ListPage):
    """Who was screened."""

    right = SEE
    title = _("Screenings")
    table_class = tables_records.Screenings
    search_fields = ("person__name",)
    empty = _("No screening was recorded yet. It is recorded on a person's page.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the people."""
        return [PEOPLE]

    def rows(self) -> QuerySet[Any]:
        """Those whom the actor may see."""
        return Screening.objects.visible_to(actor_of(self.request), SEE).select_related("person", "organisation")


class RecordStatement(OfPerson, FormPage):
    """Record a statement."""

    right = RECORD
    title = _("Record a confidentiality statement")
    form_class = StatementRecord
    message = _("The statement was recorded.")

    def save(self, form: Any) -> object | None:
        """Record it."""
        return recording.record_statement(actor_of(self.request), person=self.person, **form.cleaned_data)


class WithdrawStatement(ConfirmPage):
    """A statement no longer counts."""

    right = RECORD
    title = _("Withdraw a confidentiality statement")
    submit = _("Withdraw the statement")
    message = _("The statement was withdrawn.")

    @cached_property
    def statement(self) -> Statement:
        """Which."""
        return visible(self.request, Statement, RECORD, self.kwargs["pk"], "person", "organisation")

    @property
    def subtitle(self) -> Any:
        """Of whom."""
        return self.statement.person.name

    @property
    def success_url(self) -> str:
        """Back to the person's page."""
        return reverse("people:person", args=[self.statement.person_id])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the person's page."""
        return [PEOPLE, Crumb(self.statement.person.name, self.success_url)]

    def consequences(self) -> Sequence[Any]:
        """What happens then."""
        return [
            _("Without another valid statement this person's access closes at once, until one is signed or recorded.")
        ]

    def do(self, reason: str) -> object | None:  # noqa: ARG002 - none is asked
        """Withdraw it."""
        return recording.withdraw_statement(actor_of(self.request), statement=self.statement)


class RecordScreening(OfPerson, FormPage):
    """Record a screening."""

    right = RECORD
    title = _("Record a screening")
    form_class = ScreeningRecord
    message = _("The screening was recorded.")

    def save(self, form: Any) -> object | None:
        """Record it."""
        return recording.record_screening(actor_of(self.request), person=self.person, **form.cleaned_data)


class ChangeScreening(FormPage):
    """What came of a screening."""

    right = RECORD
    title = _("Record the result of a screening")
    form_class = ScreeningRecord
    message = _("The screening was recorded.")

    @cached_property
    def screening(self) -> Screening:
        """Which."""
        return visible(self.request, Screening, RECORD, self.kwargs["pk"], "person__organisation")

    @property
    def subtitle(self) -> Any:
        """Of whom."""
        return self.screening.person.name

    @property
    def success_url(self) -> str:
        """Back to the person's page."""
        return reverse("people:person", args=[self.screening.person_id])

    def crumbs(self) -> Sequence[Crumb]:
        """Below the person's page."""
        return [PEOPLE, Crumb(self.screening.person.name, self.success_url)]

    def form_options(self) -> dict[str, Any]:
        """Of the screening."""
        return {"instance": self.screening}

    def save(self, form: Any) -> object | None:
        """Record it."""
        person = self.screening.person
        return recording.record_screening(
            actor_of(self.request), person=person, screening=self.screening, **form.cleaned_data
        )


class RecordTraining(OfPerson, FormPage):
    """Record a training."""

    right = RECORD
    title = _("Record a training")
    form_class = TrainingRecord
    message = _("The training was recorded.")

    def save(self, form: Any) -> object | None:
        """Record it."""
        return recording.record_training(actor_of(self.request), person=self.person, **form.cleaned_data)
