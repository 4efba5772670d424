"""Who signed, and by what authority."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.agreements.models.agreement import Version
from sluis.portal.agreements.wording import sides


class Signature(Owned):
    """Somebody signed a version for one of the parties; with an authority to sign together, two are needed.

    Attributes:
        sha256: of the exact bytes that were signed.
        document_sha256: of the document that was shown and signed.
        annexes: which annexes were initialled.
        outside: it was signed on paper or elsewhere; the signed document was uploaded.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(_("For"), max_length=12, choices=sides)
    person = models.ForeignKey("access.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(_("Name"), max_length=200)
    position = models.CharField(_("Position"), max_length=120)
    together = models.BooleanField(_("Together with another"), default=False)
    basis = models.CharField(_("By what authority"), max_length=200, blank=True)
    signed_at = models.DateTimeField(_("Signed"))
    sha256 = models.CharField("SHA-256", max_length=64)
    document_sha256 = models.CharField(max_length=64, blank=True)
    annexes = models.JSONField(default=list, blank=True)
    outside = models.BooleanField(_("Signed outside the portal"), default=False)
    recorded_by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("signed_at",)
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = (models.UniqueConstraint(fields=["version", "side", "name"], name="agreements_signs_once"),)

    def __str__(self) -> str:
        return self.name
