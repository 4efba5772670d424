"""What the models of oversight have in common."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.tenancy import Owned


class ForParties(Owned):
    """A record of the operator that every party may read, unless it is kept to itself."""

    shared = models.BooleanField(_("For all parties to read"), default=True)

    class Meta(Owned.Meta):
        abstract = True

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """What the operator shares, for whoever is at work."""
        return Q(shared=True, organisation__is_operator=True) if actor.person and not actor.closed else Q(pk__in=())


def person_field(label: Any, **options: Any) -> "models.ForeignKey[Any, Any]":
    """Somebody who is named in a record."""
    return models.ForeignKey("access.Person", models.PROTECT, related_name="+", verbose_name=label, **options)


def document_field(label: Any) -> "models.ForeignKey[Any, Any]":
    """A document that goes with a record."""
    return models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="+", verbose_name=label, null=True, blank=True
    )
