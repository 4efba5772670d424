"""Setting up a specification, and its sources."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.acting import OfActor
from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import visible
from sluis.portal.organisations.selectors import find, party_of
from sluis.portal.specifications import keeping
from sluis.portal.specifications.forms import DataspecForm, SourceForm
from sluis.portal.specifications.models import Dataspec, Specsource
from sluis.portal.specifications.rights import KEEP
from sluis.portal.specifications.views.base import LIST, Considered, OfDataspec, address, require_kept
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage


class DataspecNew(Considered):
    """Set up a specification."""

    right = KEEP
    title = _("New data specification")
    form_class = DataspecForm
    submit = _("Show what follows")
    confirm = _("Set up specification")
    message = _("The specification was set up. Upload its first version now.")

    def crumbs(self) -> Sequence[Crumb]:
        """The list."""
        return (LIST,)

    def form_options(self) -> dict[str, Any]:
        """The commissioning party is asked of who keeps those of others."""
        return {"instance": Dataspec(), "asks_commissioner": self.actor.reaches_all(KEEP)}

    def _found(self, typed: Any) -> tuple[Organisation, list[Organisation]]:
        own = self.actor.organisation
        assert own is not None
        home = find(typed["commissioner"], self.today) if "commissioner" in typed else own
        return home, [find(each, self.today) for each in typed["sources"]]

    def consequences(self, form: Any) -> Sequence[Text]:
        """For whom, and with whom."""
        home, sources = self._found(form.cleaned_data)
        facts = {"title": form.cleaned_data["title"], "name": home.name}
        found = [gettext("%(name)s keeps the specification “%(title)s”.") % facts]
        found += [
            gettext("%(name)s delivers under it, sees it, and decides about each version.") % _named(one)
            for one in sources
        ]
        found.append(gettext("The TTP sees it too, and decides about each version."))
        return found

    def save(self, form: Any) -> Dataspec:
        """Call the service."""
        typed = form.cleaned_data
        home, sources = self._found(typed)
        return keeping.create(
            self.actor, organisation=home, name=typed["name"], title=typed["title"], closed=typed["closed"],
            sources=sources,
        )  # fmt: skip

    def done(self, saved: Any) -> Any:
        """To its page."""
        self.success_url = address("dataspec", saved)
        return super().done(saved)


class SourceNew(OfDataspec, Considered):
    """Add a source."""

    right = KEEP
    title = _("Add data source")
    form_class = SourceForm
    submit = _("Show what follows")
    confirm = _("Add data source")
    message = _("The data source was added.")

    @cached_property
    def dataspec(self) -> Dataspec:
        """The specification in the address."""
        found = visible(self.request, Dataspec, KEEP, self.kwargs["pk"], "organisation")
        require_kept(self.actor, found)
        return found

    @property
    def success_url(self) -> str:
        """The specification."""
        return address("dataspec", self.dataspec)

    def consequences(self, form: Any) -> Sequence[Text]:
        """Who, and what follows."""
        found = find(form.cleaned_data["source"], self.today)
        return [
            gettext("%(name)s delivers under it, sees it, and decides about each version.") % _named(found),
            gettext("Versions that are proposed wait for this source as well."),
            gettext("The version that holds counts for this source when it has approved it too."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        source = find(form.cleaned_data["source"], self.today)
        return keeping.add_source(self.actor, dataspec=self.dataspec, source=source)


class SourceEnd(OfActor, ConfirmPage):
    """End a source."""

    right = KEEP
    title = _("End data source")
    submit = _("End")
    message = _("The data source was ended.")

    @cached_property
    def source(self) -> Specsource:
        """The one in the address."""
        found = visible(self.request, Specsource, KEEP, self.kwargs["pk"], "dataspec__organisation", "source")
        require_kept(self.actor, found)
        return found

    @property
    def subtitle(self) -> Text:
        """Which."""
        return self.source.source.name

    @property
    def success_url(self) -> str:
        """The specification."""
        return address("dataspec", self.source.dataspec)

    def crumbs(self) -> Sequence[Crumb]:
        """The list, and the specification."""
        return (LIST, Crumb(self.source.dataspec.title, self.success_url))

    def consequences(self) -> Sequence[Text]:
        """What follows."""
        name = {"name": self.source.source.name}
        return [
            gettext(
                "%(name)s no longer delivers under this specification, and sees only versions that it decided about."
            )
            % name,
            gettext(
                "Versions that are proposed no longer wait for it; one that only waited for it is approved at once."
            ),
        ]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return keeping.end_source(self.actor, source=self.source)


def _named(organisation: Organisation) -> dict[str, str]:
    """With its number, so that two of one name are told apart."""
    party = party_of(organisation)
    return {"name": f"{organisation.name} ({party.number})" if party else organisation.name}
