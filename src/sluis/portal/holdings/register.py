"""The register of what is held: every model of an organisation stands in it, declared by its app.

hold(Task, label=_("Tasks"), purpose=_("To do in time what must be done."), kept="5 years", since="done_at")
"""

from collections.abc import Collection
from dataclasses import dataclass

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
    """

    model: type[OwnedBase]
    label: Text
    purpose: Text
    kept: Term | None
    since: str
    without: frozenset[str]

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
) -> None:
    """Declare what is held."""
    for name in (*([since] if since else ()), *without):
        model._meta.get_field(name)
    if kept and not since:
        raise ValueError("a term runs from somewhere")
    term = Term.read(kept) if kept else None
    _held[model._meta.label_lower] = Holding(model, label, purpose, term, since, frozenset(without))


def held() -> dict[str, Holding]:
    """All holdings by the name of their record."""
    return dict(sorted(_held.items()))
