"""Routes: the agreements of the exchange, as the custodian publishes them from the TTP's home."""

from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.agreement.signing import read_signed, require_complete
from sluis.agreement.terms import Agreement as Terms
from sluis.portal.access.actor import Actor
from sluis.portal.access.tenancy import Owned
from sluis.portal.oversight.trusting import trust
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliverynet as codes
from sluis.specification.model import Specification
from sluis.specification.reading import read_specification


class Route(Owned):
    """One agreement between source, recipient and TTP, in the version that counts.

    Attributes:
        organisation: of the source, by the key in the agreement.
        recipient: the organisation of the recipient.
        document: the agreement as three parties signed it.
        specification: the data specification, exact bytes.
        accepted_at: the day on which the TTP took it into use; as of then its signatures are verified.
        tested_at: when the recipient accepted a test delivery under this version; production is open from then on.
    """

    recipient = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    exchange = models.CharField(_("Agreement of the exchange"), max_length=40)
    version = models.PositiveIntegerField(_("Version"))
    document = models.BinaryField()
    specification = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    source_party = models.CharField(_("Source"), max_length=40)
    recipient_party = models.CharField(_("Recipient"), max_length=40)
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    accepted_at = models.DateTimeField()
    needs_test = models.BooleanField(_("Production opens after an accepted test"), default=True)
    tested_at = models.DateTimeField(_("Test accepted"), null=True, blank=True)
    tested_by = models.CharField(max_length=200, blank=True)
    unannounced = models.BooleanField(_("Deliveries outside the calendar are taken"), default=True)

    class Meta(Owned.Meta):
        ordering = ("exchange",)
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        constraints: ClassVar = [models.UniqueConstraint(fields=["exchange"], name="deliveries_one_route")]

    def __str__(self) -> str:
        return self.exchange

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """The recipient sees from whom it gets deliveries."""
        return Q(recipient=actor.organisation)

    @cached_property
    def terms(self) -> Terms:
        """The agreement, its signatures verified again.

        Raises:
            Refused: ROUTE_UNREADABLE, or what is wrong with a signature.
        """
        known = trust()
        if known is None:
            raise Refused(codes.ROUTE_UNREADABLE, agreement=self.exchange)
        found = require_complete(read_signed(bytes(self.document), known, self.accepted_at))
        if (found.id, found.version, found.sha256) != (self.exchange, self.version, self.sha256):
            raise Refused(codes.ROUTE_UNREADABLE, agreement=self.exchange)
        return found

    @cached_property
    def agreed(self) -> Specification:
        """The data specification that the agreement names.

        Raises:
            Refused: ROUTE_UNREADABLE.
        """
        found = read_specification(bytes(self.specification))
        if found.sha256 != self.terms.specification_sha256:
            raise Refused(codes.ROUTE_UNREADABLE, agreement=self.exchange)
        return found

    @property
    def production_is_open(self) -> bool:
        """Whether real data may come."""
        return self.tested_at is not None or not self.needs_test
