"""The one rule of tenancy: a record belongs to one organisation, and is seen by who acts for that organisation, or by
the operator's staff with the right to it.

A model of an organisation inherits from `Owned`. Its `objects` answer nothing until they were limited with
`visible_to(actor, right)`: a query that forgot to ask fails instead of telling too much. `everything` is for programs,
migrations and Django's own checks; no page uses it (a test holds that).
"""

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from sluis.portal.access.actor import Actor
    from sluis.portal.access.rights import Right


_withholding: list[Callable[[type["OwnedBase"], "Right"], Q | None]] = []


def withhold(rule: Callable[[type["OwnedBase"], "Right"], Q | None]) -> None:
    """A rule of a higher app about records that are kept from everybody, such as those that are blocked.

    Given a model and the right with which it is asked for, it says which records are not kept back; none for all.
    """
    if rule not in _withholding:
        _withholding.append(rule)


class NotLimitedError(RuntimeError):
    """A query over everybody's records where one organisation's were meant."""


class Limited(models.QuerySet[Any]):
    """Records that are read only after `visible_to`."""

    _limited = False

    def visible_to(self, actor: "Actor", right: "Right") -> Self:
        """What this actor may see with this right; nothing without it."""
        found = self._chain()
        found._limited = True
        for rule in _withholding:
            if (open_to := rule(self.model, right)) is not None:
                found = found.filter(open_to)
        if actor.reaches_all(right):
            return found
        own = Q(pk__in=()) if not actor.may(right) else self.model.own_to(actor)
        return found.filter(own | self.model.shared_with(actor))

    def _chain(self) -> Self:
        copy: Self = super()._chain()  # type: ignore[misc]
        copy._limited = self._limited
        return copy

    def _clone(self) -> Self:
        copy: Self = super()._clone()  # type: ignore[misc]
        copy._limited = self._limited
        return copy

    def _require(self) -> None:
        if not self._limited and not self._hints.get("instance"):  # type: ignore[attr-defined]
            raise NotLimitedError(f"{self.model.__name__}.objects needs visible_to(actor, right)")

    def _joined(self, how: str, others: tuple[Any, ...], **kwargs: Any) -> Any:
        """With other records; what is put together is limited only when each of the parts is."""
        for each in (self, *others):
            if isinstance(each, Limited):
                each._require()
        return getattr(super(), how)(*others, **kwargs)

    def __and__(self, other: Any) -> Any:
        """As Django's."""
        return self._joined("__and__", (other,))

    def __or__(self, other: Any) -> Any:
        """As Django's."""
        return self._joined("__or__", (other,))

    def __xor__(self, other: Any) -> Any:
        """As Django's."""
        return self._joined("__xor__", (other,))

    def union(self, *others: Any, all: bool = False) -> Any:
        """As Django's."""
        return self._joined("union", others, all=all)

    def intersection(self, *others: Any) -> Any:
        """As Django's."""
        return self._joined("intersection", others)

    def difference(self, *others: Any) -> Any:
        """As Django's."""
        return self._joined("difference", others)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """As Django's: as the right side of a condition."""
        self._require()
        return super().resolve_expression(*args, **kwargs)

    def raw(self, *_args: Any, **_kwargs: Any) -> Any:
        """Never: nothing can limit it."""
        raise NotLimitedError(f"{self.model.__name__}.objects takes no SQL")

    def explain(self, *args: Any, **kwargs: Any) -> str:
        """As Django's."""
        self._require()
        return super().explain(*args, **kwargs)

    def _fetch_all(self) -> None:
        self._require()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        """As Django's."""
        self._require()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        """As Django's."""
        self._require()
        return super().count()

    def exists(self) -> bool:
        """As Django's."""
        self._require()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django's."""
        self._require()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """As Django's."""
        self._require()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's."""
        self._require()
        return super().delete()


class OwnedBase(models.Model):
    """What `Owned` and organisations themselves share."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    everything: ClassVar[models.Manager[Any]] = models.Manager()  # type: ignore[no-redef]
    objects: ClassVar[models.Manager[Any]] = Limited.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def own_to(cls, actor: "Actor") -> Q:
        """The records of the organisation for which somebody acts."""
        raise NotImplementedError

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:  # noqa: ARG003 - for those that override it
        """Records of other organisations that are meant for this one as well; none, unless a model says so."""
        return Q(pk__in=())

    @property
    def subject(self) -> str:
        """How events and tasks name this record."""
        return f"{self._meta.model_name}:{self.pk}"


class Owned(OwnedBase):
    """A record of one organisation."""

    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta(OwnedBase.Meta):
        abstract = True

    @classmethod
    def own_to(cls, actor: "Actor") -> Q:
        """The records of the organisation for which somebody acts."""
        return Q(organisation=actor.organisation)
