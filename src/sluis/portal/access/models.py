"""What decides about access: organisations, persons, their grants and statements, and mandates."""

import datetime
import uuid
from contextlib import nullcontext
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.access.roles import Role
from sluis.portal.access.tenancy import Limited, Owned, OwnedBase

LANGUAGES = (("nl", "Nederlands"), ("en", "English"))


def role_choices() -> list[tuple[str, Any]]:
    """The roles for forms; a function, so that another role is no change of the database."""
    return [(role.value, role.label) for role in Role]


class Organisation(OwnedBase):
    """Whom people work for and whose the records are. What a party is further, the app `organisations` keeps."""

    name = models.CharField(_("Name"), max_length=200)
    is_operator = models.BooleanField(_("Operates this installation"), default=False)
    second_factor_required = models.BooleanField(
        _("Second factor required"), default=True, help_text=_("Always, for the operator's own staff.")
    )
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)

    class Meta(OwnedBase.Meta):
        ordering = ("name",)
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = (
            models.UniqueConstraint(fields=["is_operator"], condition=Q(is_operator=True), name="access_one_operator"),
        )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def own_to(cls, actor: Actor) -> Q:
        """The organisation for which somebody acts."""
        return Q(pk=actor.organisation.pk) if actor.organisation else Q(pk__in=())

    @property
    def organisation_id(self) -> uuid.UUID:
        """Itself, so that the rule of tenancy can be asked of it too."""
        return self.pk

    @property
    def needs_second_factor(self) -> bool:
        """Whether its people sign in with two factors."""
        return self.is_operator or self.second_factor_required


class Persons(BaseUserManager["Person"]):
    """Finds persons to sign in."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "Person":
        """By e-mail address, whatever its capitals."""
        return self.get(email=(username or "").lower())


class Person(Owned, AbstractBaseUser):
    """Somebody who can sign in; of one organisation."""

    last_login = None  # the evidence says when somebody signed in
    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(_("E-mail address"), unique=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    position = models.CharField(_("Position"), max_length=120, blank=True)
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES, default="nl")
    is_active = models.BooleanField(_("Active"), default=True)
    joined_on = models.DateField(_("Joined on"), null=True, blank=True)
    left_on = models.DateField(_("Left on"), null=True, blank=True)

    everything: ClassVar[Any] = Persons()
    objects: ClassVar[Any] = Persons()  # for the sign-in machinery, which looks for this name; pages use `people`
    people: ClassVar[Any] = Limited.as_manager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta(Owned.Meta):
        ordering = ("name",)
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store; credentials that the sign-in machinery changes leave an event as well."""
        from sluis.portal.access.changing import within_change
        from sluis.portal.access.reporting import credentials_changed

        self.email = self.email.lower()
        with nullcontext() if within_change() else credentials_changed(self):
            super().save(*args, **kwargs)
            self._forget_old_addresses()

    def _forget_old_addresses(self) -> None:
        """The sign-in machinery keeps a list of addresses besides; to one that was somebody's it would still send a link
        for a new password, also when that address is somebody else's by now."""
        from allauth.account.models import EmailAddress

        EmailAddress.objects.filter(user=self).exclude(email=self.email).delete()


class Grant(Owned):
    """A role that somebody has, from one day until it ends or is withdrawn."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("Role"), max_length=30, choices=role_choices)
    granted_at = models.DateTimeField(_("Granted"))
    granted_by = models.CharField(max_length=200)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of persons")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(withdrawn_at=None), name="access_one_grant_per_role"
            ),
        )

    def __str__(self) -> str:
        return str(Role(self.role).label)


class Statement(Owned):
    """A confidentiality statement: signed by the person, or guaranteed by the employer (Z-94, I-68, P-95)."""

    class Kind(models.TextChoices):
        """How secrecy is bound."""

        SIGNED = "signed", _("Signed statement")
        CONTRACT = "contract", _("Employment contract")
        GUARANTEE = "guarantee", _("Guaranteed by the employer")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices, default=Kind.SIGNED)
    signed_on = models.DateField(_("Signed on"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    text_version = models.CharField(_("Version of the text"), max_length=20, blank=True)
    document = models.UUIDField(null=True, blank=True)
    recorded_by = models.CharField(max_length=200)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("confidentiality statement")
        verbose_name_plural = _("confidentiality statements")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.signed_on}"

    @staticmethod
    def in_force(on: datetime.date) -> Q:
        """Those that count on a day."""
        until = Q(valid_until=None) | Q(valid_until__gte=on)
        return Q(signed_on__lte=on) & until & (Q(withdrawn_on=None) | Q(withdrawn_on__gt=on))


class Mandate(Owned):
    """A supplier or a group acts for an organisation: `holder` for `organisation`, for a flow, from a day, until
    revoked. The record belongs to whoever gave it; the holder sees it too."""

    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("Acts"))
    flow = models.CharField(
        _("Flow"), max_length=80, blank=True, help_text=_("The data flow that it is for; empty for all.")
    )
    roles = models.JSONField(_("Roles"), default=list)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until and including"), null=True, blank=True)
    given_by = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(_("Revoked"), null=True, blank=True)
    revoked_by = models.CharField(max_length=200, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")

    def __str__(self) -> str:
        return f"{self.holder} – {self.organisation}"

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """Who holds a mandate sees it."""
        return Q(holder=actor.home)

    @staticmethod
    def in_force(on: datetime.date) -> Q:
        """Those that count on a day."""
        return Q(starts_on__lte=on, revoked_at=None) & (Q(ends_on=None) | Q(ends_on__gte=on))
