"""Accounts of programs at the gate: a certificate says who a program is, the account whether it may come in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.organisations.models import ExchangeRole


class Account(Owned):
    """A party's program may come in, as long as the account is open."""

    role = models.CharField(_("Role"), max_length=12, choices=ExchangeRole.choices)
    party_id = models.CharField(_("Name in the exchange"), max_length=40)
    opened_at = models.DateTimeField(_("Opened"))
    opened_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField(_("Last came in"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("party_id", "role", "-opened_at")
        verbose_name = _("account of a program")
        verbose_name_plural = _("accounts of programs")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["role", "party_id"], condition=Q(closed_at=None), name="deliveries_one_account"
            ),
        ]

    def __str__(self) -> str:
        return self.party_id


class Session(models.Model):
    """A program that came in, for half an hour; of the token only the digest is kept.

    Attributes:
        token: SHA-256 of what the program shows.
        statement: SHA-256 of what the program signed to come in; the same one is taken once.
        key_id: with which it signed.
    """

    token = models.CharField(max_length=64, primary_key=True)
    statement = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    key_id = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["ends_at"], name="deliveries_session_ends"),)
