"""What somebody must do by when."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline
from sluis.portal.access.models import role_choices
from sluis.portal.access.tenancy import Owned

if TYPE_CHECKING:
    from sluis.portal.access.actor import Actor

OWN = "own"
"""The kind of a task that a person made; its title is what that person wrote."""


class Task(Owned):
    """A task of one person, or of whoever has a role in the organisation.

    The title is a message of the catalogue with facts, so that everybody reads it in their own language.
    """

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    kind = models.CharField(max_length=60)
    title = models.CharField(_("Task"), max_length=200)
    facts = models.JSONField(default=dict, blank=True)
    words = models.CharField(max_length=400, blank=True)
    about = models.CharField(max_length=200, blank=True)
    url_name = models.CharField(max_length=100, blank=True)
    url_args = models.JSONField(default=list, blank=True)
    person = models.ForeignKey(
        "access.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Person")
    )
    role = models.CharField(_("Role"), max_length=30, choices=role_choices, blank=True)
    given_at = models.DateTimeField(_("Given"))
    due_at = models.DateTimeField(_("Due"), null=True, blank=True)
    warns_at = models.JSONField(default=list, blank=True)
    next_warning_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.OPEN)
    ended_at = models.DateTimeField(_("Closed at"), null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    note = models.CharField(_("Explanation"), max_length=500, blank=True)

    class Meta(Owned.Meta):
        ordering = ("due_at",)
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "kind", "about"],
                condition=Q(state="open") & ~Q(kind=OWN),
                name="tasks_one_open",
            ),
        )
        indexes = (
            models.Index(fields=["state", "person"], name="tasks_person"),
            models.Index(fields=["state", "organisation", "role"], name="tasks_role"),
            models.Index(fields=["state", "next_warning_at"], name="tasks_warning"),
        )

    def __str__(self) -> str:
        from sluis.portal.tasks.titles import title

        return title(self)

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:
        """One's own tasks, whatever one's rights."""
        from sluis.portal.tasks.selectors import is_own

        return is_own(actor)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store; with the texts of its facts in a column of their own, in which people search."""
        self.words = " ".join(str(fact) for fact in self.facts.values())[:400]
        super().save(*args, **kwargs)

    @property
    def deadline(self) -> Deadline | None:
        """When it is due and warns."""
        return Deadline(self.due_at, tuple(map(datetime.fromisoformat, self.warns_at))) if self.due_at else None


class Feed(Owned):
    """A calendar of one person's tasks under a secret address, of which only the digest is kept."""

    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("Made"))
    revoked_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-made_at",)
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = (models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="tasks_one_feed"),)

    def __str__(self) -> str:
        return str(self.made_at)

    @classmethod
    def own_to(cls, actor: "Actor") -> Q:
        """One's own only."""
        return Q(person=actor.person) if actor.person else Q(pk__in=())
