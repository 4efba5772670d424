"""What has to be protected: assets, environments, and data sets with the role in which we handle them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.oversight.models.shared import document_field, person_field


class Environment(Owned):
    """A separate place where the program runs; only production holds real personal data (I-72, I-77, Z-99)."""

    class Kind(models.TextChoices):
        """What it is for."""

        PRODUCTION = "production", _("Production")
        ACCEPTANCE = "acceptance", _("Acceptance")
        TEST = "test", _("Test")
        DEVELOPMENT = "development", _("Development")

    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices)
    place = models.CharField(_("Place"), max_length=200, help_text=_("Data centre, supplier and country."))
    separated_by = models.TextField(
        _("How it is kept apart"), max_length=2000, help_text=_("Networks, accounts, keys and machines of its own.")
    )
    firewall = models.CharField(
        _("Firewall managed by"), max_length=200, help_text=_("Who manages it, and how changes are approved.")
    )
    malware = models.CharField(_("Protection against malware"), max_length=200, blank=True)
    holds_real_data = models.BooleanField(_("Holds real personal data"), default=False)
    checked_on = models.DateField(_("Last checked"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("kind", "name")
        verbose_name = _("environment")
        verbose_name_plural = _("environments")
        constraints = (
            models.CheckConstraint(
                condition=Q(holds_real_data=False) | Q(kind="production"),
                name="oversight_real_data_in_production",
                violation_error_message=_("Only a production environment holds real personal data."),
            ),
        )

    def __str__(self) -> str:
        return self.name


def asset_kinds() -> list[tuple[str, Any]]:
    """What an asset can be."""
    return [
        ("data", _("Data")),
        ("software", _("Software")),
        ("hardware", _("Hardware")),
        ("medium", _("Storage medium")),
        ("network", _("Network or cabling")),
        ("room", _("Site or room")),
        ("service", _("Service of a supplier")),
        ("key", _("Key or certificate")),
    ]


class Asset(Owned):
    """Something of value, who answers for it and how it may be used (Z-112)."""

    class Classification(models.TextChoices):
        """How much harm it does when it becomes known."""

        PUBLIC = "public", _("Public")
        INTERNAL = "internal", _("Internal")
        CONFIDENTIAL = "confidential", _("Confidential")
        SECRET = "secret", _("Secret")

    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=12, choices=asset_kinds)
    owner = person_field(_("Owner"))
    classification = models.CharField(_("Classification"), max_length=12, choices=Classification.choices)
    use = models.TextField(_("Acceptable use"), max_length=2000)
    place = models.CharField(_("Place"), max_length=200)
    physical = models.TextField(
        _("Physical protection"), max_length=2000, blank=True, help_text=_("Of site, room, equipment and cabling.")
    )
    media_rules = models.TextField(
        _("Rules for storage media"), max_length=2000, blank=True, help_text=_("Sealing, transport, reuse, disposal.")
    )
    environment = models.ForeignKey(
        Environment, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Environment")
    )
    holds_real_data = models.BooleanField(_("Holds real personal data"), default=False)
    in_use_from = models.DateField(_("In use from"), null=True, blank=True)
    ends_on = models.DateField(_("End of life"), null=True, blank=True)
    destroyed_on = models.DateField(_("Destroyed or disposed of on"), null=True, blank=True)
    destruction = document_field(_("Proof of destruction"))

    class Meta(Owned.Meta):
        ordering = ("name",)
        verbose_name = _("asset")
        verbose_name_plural = _("assets")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """No real personal data outside production; storage media have rules."""
        if self.holds_real_data and self.environment and self.environment.kind != Environment.Kind.PRODUCTION:
            raise ValidationError({"holds_real_data": _("Only a production environment holds real personal data.")})
        if self.kind == "medium" and not self.media_rules:
            raise ValidationError({"media_rules": _("A storage medium needs rules for its use and disposal.")})


class DataSet(Owned):
    """A set of data, in which role we handle it, and for what (P-98)."""

    class Role(models.TextChoices):
        """What we are for this data."""

        CONTROLLER = "controller", _("Controller")
        PROCESSOR = "processor", _("Processor")
        JOINT = "joint", _("Joint controller")

    name = models.CharField(_("Name"), max_length=200)
    role = models.CharField(_("Our role"), max_length=12, choices=Role.choices)
    purposes = models.TextField(_("Purposes"), max_length=4000)
    aim = models.TextField(
        _("Statutory aim"), max_length=2000, blank=True,
        help_text=_("The aim in our statutes within which the purposes stay; needed where we are the controller."),
    )  # fmt: skip
    basis = models.CharField(_("Legal basis"), max_length=200, blank=True)
    kept = models.CharField(_("Kept for"), max_length=60, blank=True)
    environment = models.ForeignKey(
        Environment, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Environment")
    )

    class Meta(Owned.Meta):
        ordering = ("name",)
        verbose_name = _("data set")
        verbose_name_plural = _("data sets")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A controller stays within its aims."""
        if self.role in (self.Role.CONTROLLER, self.Role.JOINT) and not self.aim.strip():
            raise ValidationError({"aim": _("Name the statutory aim within which these purposes stay.")})
