"""Rules that authorise: what a delivery must be like for the program to let it through."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.deliveries.models.route import Route


class Autorule(Owned):
    """A rule of the operator; a delivery that keeps to all of it is authorised at once.

    Attributes:
        route: for which agreement; none for all.
        tests: whether it is about test deliveries.
        earlier: that many deliveries of this kind must have gone well before.
        within_percent: rows may differ so much from the last delivery that went well; none for no bound.
        warnings_percent: of the rows may have a warning in the source's report; none for no bound.
        in_round: it must count for a round of the calendar that is open.
    """

    name = models.CharField(_("Name"), max_length=120)
    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    tests = models.BooleanField(_("For test deliveries"), default=False)
    earlier = models.PositiveSmallIntegerField(_("Deliveries that went well before"), default=1)
    within_percent = models.PositiveSmallIntegerField(
        _("Rows may differ, in per cent"), default=25, null=True, blank=True
    )
    warnings_percent = models.PositiveSmallIntegerField(
        _("Rows with a warning, in per cent at most"), default=5, null=True, blank=True
    )
    in_round = models.BooleanField(_("Within the calendar"), default=False)
    is_on = models.BooleanField(_("In use"), default=True)
    made_at = models.DateTimeField(_("Made"))
    made_by = models.CharField(max_length=200)

    class Meta(Owned.Meta):
        ordering = ("name", "pk")
        verbose_name = _("rule that authorises")
        verbose_name_plural = _("rules that authorise")

    def __str__(self) -> str:
        return self.name
