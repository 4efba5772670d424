"""The timetable: one row per job, which is also the lease that a process holds while it works."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """A job, when it is due, who works on it now, and how it went the last time."""

    class Outcome(models.TextChoices):
        """How it went."""

        NONE = "", _("Not yet run")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    name = models.CharField(_("Job"), max_length=80, unique=True)
    due_at = models.DateTimeField(_("Next time"))
    lease_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField(_("Last time"), null=True)
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome.choices, default="", blank=True)
    place = models.CharField(_("Place"), max_length=200, blank=True)
    done = models.PositiveIntegerField(_("Done"), default=0)
    milliseconds = models.PositiveBigIntegerField(_("Duration"), default=0)
    failures = models.PositiveIntegerField(_("Failed in a row"), default=0)

    class Meta:
        ordering = ("name",)
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return self.name
