"""Who did something, in words: by name for whoever may see that person, else only of which organisation."""

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.oversight.rights import SEE_EVIDENCE


class Names:
    """Names of actors, learned for many lines at once.

    Args:
        reader: who reads them.
    """

    def __init__(self, reader: Actor) -> None:
        self._reader = reader
        self._persons: dict[str, str] = {}
        self._homes: dict[str, UUID] = {}
        self._organisations: dict[UUID, str] = {}

    def learn(self, actors: Iterable[str]) -> None:
        """Look up those that are not known yet; three queries, however many they are."""
        ids = {each.removeprefix("person:") for each in actors if each.startswith("person:")}
        wanted = [each for each in ids - self._homes.keys() if is_uuid(each)]
        if not wanted:
            return
        seen = Person.people.visible_to(self._reader, SEE_EVIDENCE).filter(pk__in=wanted)
        self._persons |= {str(pk): name for pk, name in seen.values_list("pk", "name")}
        homes = Person.everything.filter(pk__in=wanted).values_list("pk", "organisation_id")
        self._homes |= {str(pk): home for pk, home in homes}
        self.learn_organisations(self._homes[each] for each in wanted if each in self._homes)

    def learn_organisations(self, organisations: Iterable[UUID | None]) -> None:
        """Look up names of organisations, which are no secret between parties that have an event in common."""
        wanted = {each for each in organisations if each} - self._organisations.keys()
        if wanted:
            found = Organisation.everything.filter(pk__in=wanted)
            self._organisations |= dict(found.values_list("pk", "name"))

    def who(self, actor: str) -> str:
        """An actor in words."""
        kind, _colon, value = actor.partition(":")
        match kind:
            case "person":
                return self._person(value)
            case "program":
                return _("program %(name)s") % {"name": value}
            case "anybody":
                return _("somebody who was not signed in")
        return actor

    def organisation(self, organisation: UUID | None) -> str:
        """The name of an organisation."""
        return self._organisations.get(organisation, "") if organisation else ""

    def _person(self, value: str) -> str:
        if value in self._persons:
            return self._persons[value]
        home = self.organisation(self._homes.get(value))
        return _("a person of %(organisation)s") % {"organisation": home} if home else _("a person")


def object_words(name: str) -> str:
    """What an object of an event is called."""
    if name == "concerns":
        return _("concerns")
    for model in apps.get_models():
        if issubclass(model, OwnedBase) and model._meta.model_name == name:
            return str(model._meta.verbose_name)
    return name.replace("_", " ")


def is_uuid(text: str) -> bool:
    """Whether a text is an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
