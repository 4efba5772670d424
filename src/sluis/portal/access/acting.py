"""Pages that ask who reads them, and forms that show what follows before it is done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sluis.portal.access.actor import Actor
from sluis.portal.access.pages import actor_of
from sluis.portal.access.recognising import day_of
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import FormPage, Page


class OfActor(Page):
    """A page that asks who reads it."""

    kwargs: dict[str, Any]

    @property
    def actor(self) -> Actor:
        """Who is at work."""
        return actor_of(self.request)

    @property
    def today(self) -> date:
        """The day on which the page is read."""
        return day_of(self.actor.at)


class Considered(OfActor, FormPage):
    """A form with its consequences above the button; afterwards one is on the page of the record."""

    template_name = "ui/confirm.html"

    @property
    def address(self) -> str:
        """Of the page of the record."""
        raise NotImplementedError

    def follows(self) -> Sequence[Text]:
        """What happens then, one sentence each."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What follows."""
        return super().context() | {"consequences": self.follows()}

    @property
    def success_url(self) -> str:
        """The page of the record."""
        return self.address
