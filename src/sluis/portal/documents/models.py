"""Documents and their versions; the content lies in the database, so that it is backed up and destroyed with the rest."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.documents.kinds import choices

if TYPE_CHECKING:
    from sluis.portal.access.actor import Actor


class Document(Owned):
    """A document, whatever its version."""

    kind = models.CharField(_("Kind"), max_length=30, choices=choices)
    title = models.CharField(_("Title"), max_length=200)
    published = models.BooleanField(_("For all parties"), default=False)
    public = models.BooleanField(_("For everybody"), default=False)

    class Meta(Owned.Meta):
        ordering = ("title",)
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:
        """What the operator published."""
        shared = Q(public=True) | Q(published=True) if actor.person and not actor.closed else Q(public=True)
        return shared & Q(organisation__is_operator=True)


class Version(Owned):
    """One version of a document; never changed but for its approval and the end of its validity."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("Version"))
    file_name = models.CharField(_("File"), max_length=120)
    media_type = models.CharField(_("Type"), max_length=100)
    size = models.PositiveIntegerField(_("Size"))
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField()
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until and including"), null=True, blank=True)
    note = models.CharField(_("What changed"), max_length=300, blank=True)
    stored_at = models.DateTimeField(_("Added"))
    stored_by = models.CharField(max_length=200)
    approved_at = models.DateTimeField(_("Approved"), null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-number",)
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = (models.UniqueConstraint(fields=["document", "number"], name="documents_number"),)

    def __str__(self) -> str:
        return f"{self.file_name} ({self.number})"

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:
        """The approved versions of what the operator published."""
        public = Q(document__public=True)
        shared = public | Q(document__published=True) if actor.person and not actor.closed else public
        return shared & Q(organisation__is_operator=True, approved_at__isnull=False)
