"""Attempts that were refused at the gate, for whoever watches it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned


class Attempt(Owned):
    """Something was refused before it became a delivery.

    Attributes:
        organisation: whose program it was; the operator's own when nobody knows.
        what: coming in, offering, uploading or fetching.
        key_id: of the certificate that was shown, as far as it could be read.
        number: of the delivery, if it was about one.
        times: the same thing again within the hour is counted here.
    """

    class What(models.TextChoices):
        """What was tried."""

        COMING_IN = "coming-in", _("Coming in")
        OFFERING = "offering", _("Offering a delivery")
        UPLOADING = "uploading", _("Uploading")
        FETCHING = "fetching", _("Fetching")

    what = models.CharField(_("What"), max_length=12, choices=What.choices)
    code = models.CharField(_("Code"), max_length=8)
    party_id = models.CharField(_("Name in the exchange"), max_length=40, blank=True)
    key_id = models.CharField(max_length=64, blank=True)
    number = models.CharField(_("Number"), max_length=14, blank=True)
    first_at = models.DateTimeField(_("First"))
    last_at = models.DateTimeField(_("Last"))
    times = models.PositiveIntegerField(_("Times"), default=1)

    class Meta(Owned.Meta):
        ordering = ("-last_at", "pk")
        verbose_name = _("refused attempt")
        verbose_name_plural = _("refused attempts")
        indexes = (models.Index(fields=["-last_at"], name="deliveries_attempt_last"),)

    def __str__(self) -> str:
        return self.code
