"""Requests for information, and the files that go with audits and answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.audits.models.auditing import Audit


class Inforequest(Owned):
    """Information that a controller asks for, with a day that it sets; the answer is confidential."""

    class Stage(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("To be answered")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="+", verbose_name=_("Agreement"))
    audit = models.ForeignKey(
        Audit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("For this audit")
    )
    number = models.CharField(_("Number"), max_length=60, unique=True, editable=False)
    question = models.TextField(_("What is asked"), max_length=4000)
    due_on = models.DateField(_("Answer on or before"))
    stage = models.CharField(_("State"), max_length=10, choices=Stage.choices, default=Stage.OPEN, editable=False)
    asked_at = models.DateTimeField(_("Asked"), editable=False)
    asked_by = models.CharField(max_length=200, editable=False)
    author = models.CharField(_("Asked by"), max_length=200, editable=False)
    answer = models.TextField(_("Answer"), max_length=8000, blank=True, editable=False)
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True, editable=False)
    answered_by = models.CharField(max_length=200, blank=True, editable=False)

    class Meta(Owned.Meta):
        ordering = ("-asked_at",)
        verbose_name = _("request for information")
        verbose_name_plural = _("requests for information")

    def __str__(self) -> str:
        return self.number


class Auditfile(Owned):
    """A report or an answer's attachment. Not a document of the organisation: those more people may read."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="files", null=True, blank=True)
    inforequest = models.ForeignKey(Inforequest, models.PROTECT, related_name="files", null=True, blank=True)
    file_name = models.CharField(_("File"), max_length=120)
    media_type = models.CharField(_("Type"), max_length=100)
    size = models.PositiveIntegerField(_("Size"))
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField()
    stored_at = models.DateTimeField(_("Added"))
    stored_by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("stored_at",)
        verbose_name = _("file of an audit")
        verbose_name_plural = _("files of audits")

    def __str__(self) -> str:
        return self.file_name
