"""Joining, screening, training and the review of rights. Persons, grants and statements are of `access`."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import LANGUAGES
from sluis.portal.access.tenancy import Owned

DEFAULT_MONTHS = 6
"""Between two reviews of rights, unless an organisation sets otherwise."""


class Beginning(models.Model):
    """The link with which the operator begins: of its token only the digest, and until when it counts."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("first link")
        verbose_name_plural = _("first links")

    def __str__(self) -> str:
        return f"{self.expires_at:%Y-%m-%d}"


class Invitation(Owned):
    """Somebody was asked to join. Who accepts becomes a person with these roles."""

    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(_("E-mail address"))
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES, default="nl")
    roles = models.JSONField(_("Roles"), default=list)
    ends_on = models.DateField(
        _("Roles end on"),
        null=True,
        blank=True,
        help_text=_("The last day on which the roles count; empty for no end."),
    )
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    invited_at = models.DateTimeField(_("Invited"))
    invited_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField(_("Valid until"))
    accepted_at = models.DateTimeField(_("Accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-invited_at",)
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="people_one_open_invitation",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it still waits; it may be past its date and then can be sent again."""
        return self.accepted_at is None and self.withdrawn_at is None


class Screening(Owned):
    """That somebody was screened, and when; of the outcome no more than whether it stands in the way (Z-100)."""

    class Kind(models.TextChoices):
        """What was looked at."""

        VOG = "vog", _("Certificate of conduct (VOG)")
        REFERENCES = "references", _("References")
        DIPLOMAS = "diplomas", _("Diplomas and registrations")
        IDENTITY = "identity", _("Identity")
        OTHER = "other", _("Other")

    class Result(models.TextChoices):
        """What came of it."""

        WAITING = "waiting", _("Waiting")
        NO_OBJECTION = "no-objection", _("No objection")
        OBJECTION = "objection", _("Objection")

    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices, default=Kind.VOG)
    requested_on = models.DateField(_("Requested on"))
    received_on = models.DateField(_("Received on"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    result = models.CharField(_("Result"), max_length=12, choices=Result.choices, default=Result.WAITING)
    recorded_by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("-requested_on",)
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Training(Owned):
    """That somebody was trained or made aware of something (Z-100)."""

    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+")
    subject_matter = models.CharField(_("Subject"), max_length=200)
    followed_on = models.DateField(_("Followed on"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    document = models.UUIDField(null=True, blank=True)
    recorded_by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("-followed_on",)
        verbose_name = _("training")
        verbose_name_plural = _("trainings")

    def __str__(self) -> str:
        return self.subject_matter


class ReviewCycle(Owned):
    """How often an organisation's rights are reviewed, and by whom."""

    months = models.PositiveSmallIntegerField(
        _("Months between reviews"), default=DEFAULT_MONTHS, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    reviewer = models.ForeignKey(
        "access.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Reviewer")
    )

    class Meta(Owned.Meta):
        verbose_name = _("review cycle")
        verbose_name_plural = _("review cycles")
        constraints = (models.UniqueConstraint(fields=["organisation"], name="people_one_cycle"),)

    def __str__(self) -> str:
        return f"{self.months}"


class Review(Owned):
    """A review of all rights of an organisation's people, and of the mandates that it gave (Z-45)."""

    reviewer = models.ForeignKey(
        "access.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("Reviewer")
    )
    started_at = models.DateTimeField(_("Started"))
    started_by = models.CharField(max_length=200)
    due_on = models.DateField(
        _("Last day for decisions"), help_text=_("After this day a right without a decision is withdrawn.")
    )
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-started_at",)
        verbose_name = _("review of rights")
        verbose_name_plural = _("reviews of rights")
        constraints = (
            models.UniqueConstraint(fields=["organisation"], condition=Q(closed_at=None), name="people_one_review"),
        )

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}"

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """Its reviewer sees it, also one of the operator."""
        return Q(reviewer=actor.person) if actor.person else Q(pk__in=())


class Decision(Owned):
    """One right in a review: a role of a person, or a mandate; and what was decided."""

    class Outcome(models.TextChoices):
        """What becomes of the right."""

        OPEN = "open", _("To decide")
        KEEP = "keep", _("Keep")
        WITHDRAW = "withdraw", _("Withdraw")
        OVERDUE = "overdue", _("Withdrawn: nobody decided")
        SPARED = "spared", _("Nobody decided; the last administrator stays")
        GONE = "gone", _("Ended before it was decided")

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    grant = models.ForeignKey("access.Grant", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    mandate = models.ForeignKey("access.Mandate", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    outcome = models.CharField(_("Decision"), max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("Decided"), null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("decision about a right")
        verbose_name_plural = _("decisions about rights")
        constraints = (
            models.CheckConstraint(
                condition=Q(grant=None, mandate__isnull=False) | Q(grant__isnull=False, mandate=None),
                name="people_one_right",
            ),
        )

    def __str__(self) -> str:
        return str(self.grant or self.mandate)

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """The reviewer sees it, also one of the operator."""
        return Q(review__reviewer=actor.person) if actor.person else Q(pk__in=())
