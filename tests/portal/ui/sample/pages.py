"""A page for each part."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sample.models import House
from sluis.portal.ui.forms import Form, ModelForm
from sluis.portal.ui.life import Life, State, Step
from sluis.portal.ui.lists import Action, ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import Badge, ConfirmPage, Crumb, DetailPage, FormPage, Tone, Weight
from sluis.portal.ui.templatetags.ui import badge
from sluis.refusals import Refused
from sluis.refusals.catalogue import homes

AT = datetime(2026, 11, 19, 9, 12, 4, tzinfo=UTC)


def environment(request: HttpRequest) -> dict[str, Any]:
    """What the header says beside the name."""
    return {"environment": "Demo"}


class HouseTable(tables.Table):
    """Rows with a link, a badge, numbers, a date and a moment."""

    name = tables.Column(linkify=True, verbose_name="Naam")
    town = tables.Column(verbose_name="Plaats")
    region = tables.Column(verbose_name="Regio")
    state = tables.Column(verbose_name="Stand")
    opened = tables.DateColumn(verbose_name="Sinds", format="j M Y")
    amount = tables.Column(verbose_name="Bedrag", attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    rows_ = tables.Column(accessor="rows", verbose_name="Rijen", attrs={"td": {"class": "num"}, "th": {"class": "num"}})

    def render_state(self, value: str, record: House) -> SafeString:
        """A badge."""
        return badge(value, "good" if record.state == "open" else "warning")

    def value_opened(self, record: House) -> date:
        """The day itself, for a file."""
        return record.opened


class HouseFilter(django_filters.FilterSet):
    """A choice and a date."""

    state = django_filters.ChoiceFilter(label="Stand", choices=[("open", "Open"), ("closed", "Dicht")])
    opened = django_filters.DateFilter(label="Sinds", lookup_expr="gte")


class Houses(ListPage):
    """A long list."""

    title = "Organisaties"
    table_class = HouseTable
    filter_class: ClassVar[Any] = HouseFilter
    search_fields: ClassVar[Sequence[str]] = ("name", "town")
    action = Action("Nieuwe organisatie", "house-new", icon="plus")

    def rows(self) -> QuerySet[House]:
        return House.objects.select_related("region")


class Nothing(Houses):
    """An empty list."""

    title = "Leveringen"
    filter_class = None
    search_fields = ()
    empty = "Er is nog geen levering. De eerste verschijnt hier zodra een bron die aanbiedt."

    def rows(self) -> QuerySet[House]:
        return House.objects.none()


class HouseForm(ModelForm):
    """All kinds of fields."""

    groups = (
        ("Gegevens", ("name", "town", "region", "opened")),
        ("Overig", ("state", "amount", "kinds", "way", "agreed", "note")),
    )
    autocomplete: ClassVar = {"name": "organization"}
    kinds = forms.MultipleChoiceField(
        label="Soorten",
        choices=[("a", "Ziekenhuis"), ("b", "Huisarts")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    way = forms.ChoiceField(label="Weg", choices=[("a", "Zelf"), ("b", "Via leverancier")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="De overeenkomst is getekend", help_text="Zonder handtekening begint er niets.")
    note = forms.CharField(label="Opmerking", widget=forms.Textarea, required=False, help_text="Geen persoonsgegevens.")

    class Meta:
        model = House
        fields = ("name", "town", "region", "opened", "state", "amount")
        labels: ClassVar = {
            "name": "Naam",
            "town": "Plaats",
            "region": "Regio",
            "opened": "Sinds",
            "state": "Stand",
            "amount": "Bedrag",
        }


class NewHouse(FormPage):
    """A form; the name "taken" is refused."""

    title = "Nieuwe organisatie"
    form_class = HouseForm
    message = "De organisatie is toegevoegd."
    success_url = "houses"

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb("Organisaties", "houses"),)

    def save(self, form: Any) -> object | None:
        if form.cleaned_data["name"] == "taken":
            raise Refused(homes.FILE_MISSING, "row 12", file="<b>taken</b>")
        House.objects.create(
            **{name: form.cleaned_data[name] for name in ("name", "town", "region", "opened", "state", "amount")},
            seen=AT,
        )
        return None


class OneHouse(DetailPage):
    """A page about one thing."""

    template_name = "sample/house.html"

    @property
    def title(self) -> Text:
        return f"Levering L-2026-{self.kwargs['pk']:04}"

    @property
    def subtitle(self) -> Text:
        return "Zorggroep Voorbeeld → Register Voorbeeld · periode 1 juli – 30 september 2026"

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb("Leveringen", "houses"), Crumb("Zorggroep Voorbeeld", "houses"))

    def badges(self) -> Sequence[Badge]:
        return (Badge("Wacht op autorisatie", Tone.WARNING), Badge("Productie", Tone.INFO))

    def actions(self) -> Sequence[Action]:
        return (
            Action("PDF", "houses", icon="download", weight=Weight.SECONDARY),
            Action("Beëindigen", "/houses/1/end/", weight=Weight.DANGER),
        )

    def context(self) -> dict[str, Any]:
        steps = (
            Step("Aangeboden", State.DONE, AT, "door de bron"),
            Step("Gecontroleerd", State.DONE, AT + timedelta(seconds=97), "1 min 37 s"),
            Step("Geautoriseerd", State.NOW, "vóór 20 nov 17:00", "door u of een collega"),
            Step("Verwerkt", State.NEXT, "direct daarna", "invoer verdwijnt meteen"),
            Step("Beschikbaar", State.NEXT, "direct daarna"),
            Step("Verwijderd", State.NEXT, "10 dagen na download", "back-up 18 jan"),
        )
        pairs = {
            "Modus": "vervangt periode",
            "Schema": "polymorf",
            "Personen": "1.204",
            "Grootte": None,
            "Ontvangen": AT,
        }
        return {
            "life": Life(steps, "Hierna: autoriseren, uiterlijk vr 20 nov 17:00", late=True),
            "pairs": pairs,
            "at": AT,
            "due": timezone.localdate() + timedelta(days=3),
        }


class EndHouse(ConfirmPage):
    """Something is lost."""

    title = "Overeenkomst beëindigen"
    submit = "Beëindigen"
    asks_reason = True
    message = "De overeenkomst is beëindigd."

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb("Organisaties", "houses"),)

    def consequences(self) -> Sequence[Text]:
        return ("Nieuwe leveringen worden geweigerd.", "Wat beschikbaar is, wordt na tien dagen verwijderd.")

    def do(self, reason: str) -> object | None:
        return "houses"


class Kpis(DetailPage):
    """The first page."""

    title = "Dashboard"
    template_name = "sample/home.html"


def refusing(request: HttpRequest) -> HttpResponse:
    """Lets a refusal escape."""
    raise Refused(homes.FILE_MISSING, "row 12", file="levering.csv")


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of the program."""
    raise RuntimeError("123456782")


class Empty(Form):
    """Nothing to fill in."""


def panel(request: HttpRequest, subject: object) -> SafeString:
    """A panel of a higher app."""
    return format_html('<section class="card"><h2>Paneel</h2><p>{}</p></section>', str(subject))
