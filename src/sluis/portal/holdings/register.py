"""The register of what is held: every model of an organisation stands in it, declared by its app.

hold(Task, label=_("Tasks"), purpose=_("To do in time what must be done."), kept="5 years", since="done_at")

What is an organisation's is given back and destroyed when it leaves. Some of it remains with the operator as its own
record of what happened; then the holding says why, and for which of the records when it is not all of them.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from sluis.deadlines import Term
from sluis.portal.access.tenancy import OwnedBase
from sluis.portal.ui.navigation import Text


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of record.

    Attributes:
        model: whose records they are.
        label: what they are called.
        purpose: why they are held.
        kept: for how long, counted from `since`; none for as long as the organisation is a party.
        since: the field with the moment or day from which the term runs.
        without: fields that never leave the portal, such as the digest of a secret.
        remains: why it stays with the operator when the organisation has left; none for what is destroyed.
        remaining: which of the records stay, when `remains` is not about all of them.
    """

    model: type[OwnedBase]
    label: Text
    purpose: Text
    kept: Term | None
    since: str
    without: frozenset[str]
    remains: Text | None = None
    remaining: Q | None = None

    @property
    def record(self) -> str:
        """How terms and exports name it: `tasks.task`."""
        return self.model._meta.label_lower


_held: dict[str, Holding] = {}


def hold(
    model: type[OwnedBase],
    *,
    label: Text,
    purpose: Text,
    kept: str | None = None,
    since: str = "",
    without: Collection[str] = (),
    remains: Text | None = None,
    remaining: Q | None = None,
) -> None:
    """Declare what is held."""
    for name in (*([since] if since else ()), *without):
        model._meta.get_field(name)
    if kept and not since:
        raise ValueError("a term runs from somewhere")
    if remaining is not None and remains is None:
        raise ValueError("what remains has a reason")
    term = Term.read(kept) if kept else None
    _held[model._meta.label_lower] = Holding(model, label, purpose, term, since, frozenset(without), remains, remaining)


def held() -> dict[str, Holding]:
    """All holdings by the name of their record."""
    return dict(sorted(_held.items()))
