"""From an id in an address to a record that this actor may see, or to the same 404 for all others."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from sluis.portal.access.actor import Actor, nobody
from sluis.portal.access.models import Person
from sluis.portal.access.rights import Right
from sluis.portal.access.tenancy import OwnedBase

Record = TypeVar("Record", bound=OwnedBase)


def actor_of(request: HttpRequest) -> Actor:
    """Who is at work; nobody on a page about a request that got no further."""
    actor: Actor | None = getattr(request, "actor", None)
    return nobody(timezone.now()) if actor is None else actor


def shown_to(right: Right) -> Callable[[HttpRequest], bool]:
    """Whether an entry of the menu, or a button, is shown: to whoever has the right."""
    return lambda request: actor_of(request).may(right)


def visible(request: HttpRequest, model: type[Record], right: Right, pk: UUID, *related: str) -> Record:
    """The record with this id.

    Args:
        request: whose actor asks.
        model: of the record.
        right: with which it is asked for.
        pk: from the address.
        related: what is read along with it (`select_related`).
    Raises:
        Http404: it is not there or not for this actor; the answer does not tell which.
    """
    manager: Any = model.people if issubclass(model, Person) else model.objects
    found: Record | None = manager.visible_to(actor_of(request), right).select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
