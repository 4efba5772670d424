"""That we can go on: plans, exercises, backups, restores, and what can be handed over when we cannot."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.tenancy import Owned
from sluis.portal.oversight.models.shared import ForParties, document_field, person_field


class Result(models.TextChoices):
    """How a test went."""

    PASSED = "passed", _("Passed")
    REMARKS = "remarks", _("Passed, with remarks")
    FAILED = "failed", _("Failed")


class Plan(Owned):
    """A plan for when things go wrong, and when it is looked at again (Z-108)."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        IN_FORCE = "in-force", _("In force")
        ENDED = "ended", _("Ended")

    title = models.CharField(_("Plan"), max_length=200)
    scope = models.TextField(_("For what"), max_length=2000)
    owner = person_field(_("Owner"))
    document = document_field(_("Document"))
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.DRAFT)
    reviewed_on = models.DateField(_("Last reviewed"), null=True, blank=True)
    review_by = models.DateField(_("Next review before"))

    class Meta(Owned.Meta):
        ordering = ("title",)
        verbose_name = _("continuity plan")
        verbose_name_plural = _("continuity plans")

    def __str__(self) -> str:
        return self.title


class Exercise(Owned):
    """A test of a plan: planned, held, evaluated."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name=_("Plan"))
    title = models.CharField(_("What is tested"), max_length=200)
    planned_on = models.DateField(_("Planned on"))
    held_on = models.DateField(_("Held on"), null=True, blank=True)
    result = models.CharField(_("Result"), max_length=8, choices=Result.choices, blank=True)
    evaluation = models.TextField(_("Evaluation"), max_length=4000, blank=True)
    led_by = person_field(_("Led by"))

    class Meta(Owned.Meta):
        ordering = ("-planned_on",)
        verbose_name = _("exercise or test")
        verbose_name_plural = _("exercises and tests")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """What was held has a result, and the other way round."""
        if bool(self.held_on) != bool(self.result):
            raise ValidationError({"result": _("A test that was held has a result; one that was not has none.")})


class Backup(Owned):
    """A sealed copy: when it was made, and when it was removed (Z-109)."""

    made_at = models.DateTimeField(_("Made"))
    name = models.CharField(_("File"), max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField(_("Size in bytes"))
    until = models.BigIntegerField(_("Evidence up to event"), default=-1)
    removed_at = models.DateTimeField(_("Removed"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-made_at",)
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        constraints = (models.UniqueConstraint(fields=["organisation", "name"], name="oversight_backup_once"),)

    def __str__(self) -> str:
        return self.name


class Restore(Owned):
    """A backup that was put back, as a test or because it was needed (I-76)."""

    class Kind(models.TextChoices):
        """Why."""

        TEST = "test", _("Test")
        REAL = "real", _("Needed")

    kind = models.CharField(_("Kind"), max_length=5, choices=Kind.choices, default=Kind.TEST)
    restored_at = models.DateTimeField(_("Restored"))
    backup = models.ForeignKey(
        Backup, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Backup")
    )
    result = models.CharField(_("Result"), max_length=8, choices=Result.choices)
    seconds = models.PositiveIntegerField(_("Duration in seconds"), default=0)
    records = models.BigIntegerField(_("Number of records"), default=0)
    chain_whole = models.BooleanField(_("Evidence whole"), default=False)
    remark = models.TextField(_("Remark"), max_length=2000, blank=True)
    recorded_by = models.CharField(max_length=200, editable=False)

    class Meta(Owned.Meta):
        ordering = ("-restored_at",)
        verbose_name = _("restore")
        verbose_name_plural = _("restores")

    def __str__(self) -> str:
        return str(self.get_result_display())


def transferables() -> list[tuple[str, Any]]:
    """What can be handed over."""
    return [
        ("keys", _("Keys")),
        ("specifications", _("Specifications")),
        ("algorithms", _("Definitions of algorithms")),
        ("data", _("Data")),
        ("evidence", _("Evidence")),
        ("software", _("Software and its source")),
        ("documentation", _("Documentation")),
    ]


class Arrangement(ForParties):
    """What is handed over to whom when we can no longer go on, when and how, and where that was agreed (Z-110).

    For the party whose data or keys it is about, or for all parties, unless it is kept to ourselves.
    """

    what = models.CharField(_("What"), max_length=20, choices=transferables)
    description = models.TextField(_("Description"), max_length=2000)
    receiver = models.CharField(_("Handed over to"), max_length=200)
    condition = models.TextField(
        _("Under which condition"),
        max_length=2000,
        help_text=_("For example: in a bankruptcy, or when the service was down for ten working days."),
    )
    held_at = models.CharField(
        _("Where it lies"), max_length=200, help_text=_("For example with a notary, or sealed with a key holder.")
    )
    obtained_by = models.TextField(
        _("How it is obtained"),
        max_length=2000,
        blank=True,
        help_text=_("Who asks whom for it, and what they show. Never a password or a key."),
    )
    agreed_on = models.DateField(_("Agreed on"))
    agreed_in = models.CharField(_("Agreed in"), max_length=200, help_text=_("Agreement and article."))
    document = document_field(_("Document"))
    party = models.ForeignKey(
        "access.Organisation",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Party that it concerns"),
        help_text=_("Empty: it concerns all parties."),
    )
    tried_on = models.DateField(_("Last tried"), null=True, blank=True)
    try_by = models.DateField(_("Next trial before"))
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)

    class Meta(ForParties.Meta):
        ordering = ("what", "receiver")
        verbose_name = _("exit arrangement")
        verbose_name_plural = _("exit arrangements")

    def __str__(self) -> str:
        return f"{self.get_what_display()} – {self.receiver}"

    def clean(self) -> None:
        """The next trial comes after the last, and it ends after it was agreed."""
        wrong = {}
        if self.tried_on and self.try_by and self.try_by <= self.tried_on:
            wrong["try_by"] = ValidationError(_("The next trial lies before the last."))
        if self.agreed_on and self.ends_on and self.ends_on < self.agreed_on:
            wrong["ends_on"] = ValidationError(_("The end lies before the beginning."))
        if wrong:
            raise ValidationError(wrong)

    def is_over(self, on: date) -> bool:
        """Whether it holds no more on a day."""
        return self.ends_on is not None and self.ends_on < on

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """What concerns the organisation that somebody works for, or all of them."""
        return super().shared_with(actor) & (Q(party=None) | Q(party=actor.organisation))
