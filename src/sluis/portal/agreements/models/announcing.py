"""What the operator tells its parties beforehand, and what they answer."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.tenancy import Owned
from sluis.portal.agreements.wording import announcements, replies

if TYPE_CHECKING:
    from sluis.portal.access.actor import Actor


class Announcement(Owned):
    """An intended takeover, a threat of bankruptcy, a changed service, changed regulation; the operator's own.

    Attributes:
        effective_on: from when.
        replies_until: until when parties can answer.
        flaw: why it goes against what was agreed, such as a notice that is too short; shown, and on record.
    """

    kind = models.CharField(_("What"), max_length=20, choices=announcements)
    title = models.CharField(_("Title"), max_length=200)
    text = models.TextField(_("Explanation"))
    effective_on = models.DateField(_("From"), null=True, blank=True)
    replies_until = models.DateField(_("Answers until and including"), null=True, blank=True)
    consulted = models.BooleanField(_("Subscribers were consulted"), default=False)
    flaw = models.CharField(max_length=40, blank=True)
    announced_at = models.DateTimeField(_("Announced"))
    withdrawn_at = models.DateTimeField(_("Withdrawn"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("-announced_at", "pk")
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def shared_with(cls, actor: "Actor") -> Q:
        """Everybody reads what the operator announces."""
        return Q(organisation__is_operator=True) if actor.person and not actor.closed else super().shared_with(actor)


class Reply(Owned):
    """What a party answers: it has read it, or it objects; and what came of that."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(_("Answer"), max_length=12, choices=replies)
    text = models.TextField(_("Explanation"), blank=True)
    replied_at = models.DateTimeField(_("Answered"))
    replied_by = models.CharField(max_length=200)
    outcome = models.TextField(_("What came of it"), blank=True)
    settled_at = models.DateTimeField(_("Settled"), null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ("replied_at", "pk")
        verbose_name = _("answer to an announcement")
        verbose_name_plural = _("answers to announcements")
        constraints = (models.UniqueConstraint(fields=["announcement", "organisation"], name="agreements_one_reply"),)

    def __str__(self) -> str:
        return str(self.get_kind_display())
