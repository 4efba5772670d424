"""Uploading, proposing, approving, refusing and withdrawing versions."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.specifications import approving, drafting, listing, signing
from sluis.portal.specifications.forms import ApproveForm, RefuseForm, UploadForm, WithdrawForm
from sluis.portal.specifications.models import PartyKind, Specversion
from sluis.portal.specifications.parties import parties_of
from sluis.portal.specifications.reading import concerns, read
from sluis.portal.specifications.rights import APPROVE, PROPOSE, WITHDRAW
from sluis.portal.specifications.views.base import OfDataspec, OfVersion, address
from sluis.portal.specifications.wording import consequences, when_signed
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, FormPage


class Upload(OfDataspec, FormPage):
    """A file becomes a draft."""

    right = PROPOSE
    title = _("Upload a version")
    form_class = UploadForm
    submit = _("Upload")
    template_name = "specifications/upload.html"
    message = _("The file was kept as a draft. Look at its fields and differences, and propose it then.")

    @property
    def subtitle(self) -> Text:
        """Of which specification."""
        return self.dataspec.title

    def context(self) -> dict[str, Any]:
        """From which file one begins."""
        versions = listing.versions(self.actor, self.dataspec)
        return {"latest": versions.exclude(approved_at=None).first() or versions.first(), "dataspec": self.dataspec}

    def save(self, form: Any) -> Specversion:
        """Call the service."""
        typed = form.cleaned_data
        return drafting.upload(self.actor, dataspec=self.dataspec, content=typed["file"], note=typed["note"])

    def done(self, saved: Any) -> HttpResponse:
        """To the draft."""
        self.success_url = address("version", saved)
        return super().done(saved)


class _Deciding(OfVersion, FormPage):
    """Something is done with a version; afterwards one is on its page."""

    template_name = "ui/confirm.html"

    @property
    def success_url(self) -> str:
        """The version."""
        return address("version", self.version)

    def context(self) -> dict[str, Any]:
        """What follows."""
        return {"consequences": self.follows()}

    def follows(self) -> Sequence[Text]:
        """One sentence each."""
        raise NotImplementedError


class _Confirming(_Deciding, ConfirmPage):
    """The same, without anything to fill in."""

    def context(self) -> dict[str, Any]:
        """The page gives the consequences itself."""
        return {}

    def consequences(self) -> Sequence[Text]:
        """What follows."""
        return self.follows()


class Propose(_Confirming):
    """Ask every party."""

    right = PROPOSE
    title = _("Propose version")
    submit = _("Propose")
    dangerous = False
    message = _("The version was proposed. Every party has a task to decide about it.")

    def follows(self) -> Sequence[Text]:
        """Whom it asks."""
        asked = [
            gettext("%(organisation)s is asked to decide as %(kind)s.")
            % {"organisation": each.organisation.name, "kind": PartyKind(each.kind).label.lower()}
            for each in parties_of(self.version.dataspec)
        ]
        return [
            *asked,
            gettext("You yourself do not decide about it, nor does whoever uploaded it; a colleague does."),
            *concerns(read(self.version)),
            *when_signed(self.version, self.today),
        ]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return drafting.propose(self.actor, version=self.version)


class TakeBack(_Confirming):
    """The party that drew it up does not want it."""

    right = PROPOSE
    title = _("Take back version")
    submit = _("Take back")
    message = _("The version was taken back.")

    def follows(self) -> Sequence[Text]:
        """What is lost."""
        return [
            gettext("Nobody is asked about it any longer; what was decided stays on record."),
            gettext("Its number is free again for another file."),
        ]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return drafting.take_back(self.actor, version=self.version)


class Approve(_Deciding):
    """Approve the exact bytes."""

    right = APPROVE
    title = _("Approve version")
    form_class = ApproveForm
    submit = _("Approve")
    template_name = "specifications/approve.html"
    message = _("The version was approved for your organisation.")

    def initial(self) -> dict[str, Any]:
        """Of the bytes that the page shows."""
        return {"digest": self.version.sha256}

    def form_options(self) -> dict[str, Any]:
        """As which party."""
        return {"kinds": self.kinds or [(kind.value, kind.label) for kind in PartyKind]}

    def context(self) -> dict[str, Any]:
        """The digest, what follows, and what to look at twice."""
        before = listing.predecessor(self.actor, self.version)
        return super().context() | {
            "version": self.version,
            "concerns": concerns(read(self.version)),
            "before": before,
            "organisation": self.actor.organisation,
            "parties": [PartyKind(each.kind).label for each in self.mine],
        }

    def follows(self) -> Sequence[Text]:
        """For the others, and for the days."""
        return consequences(self.version, self.stands, self.today)

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        kind = PartyKind(typed["kind"])
        return approving.approve(self.actor, version=self.version, kind=kind, digest=typed["digest"])


class Refuse(_Deciding):
    """Refuse, and say why."""

    right = APPROVE
    title = _("Refuse version")
    form_class = RefuseForm
    submit = _("Refuse")
    dangerous = True
    message = _("The version was refused.")

    def form_options(self) -> dict[str, Any]:
        """As which party."""
        return {"kinds": self.kinds or [(kind.value, kind.label) for kind in PartyKind]}

    def follows(self) -> Sequence[Text]:
        """For the others."""
        if self.version.state != Specversion.State.PROPOSED:
            return [gettext("The version goes on for the others; it does not count for your deliveries.")]
        return [
            gettext("The version is not approved, also when all others agree; nobody is asked about it any longer."),
            gettext("Whoever proposed it reads your reason, and can upload a changed file."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return approving.refuse(self.actor, version=self.version, kind=PartyKind(typed["kind"]), reason=typed["reason"])


class Withdraw(_Deciding):
    """Withdraw an approved version."""

    right = WITHDRAW
    title = _("Withdraw version")
    form_class = WithdrawForm
    submit = _("Withdraw")
    dangerous = True
    message = _("The version was withdrawn.")

    def follows(self) -> Sequence[Text]:
        """From when, and what then holds."""
        found = [gettext("From today no delivery can follow this version; which followed it before stays on record.")]
        later = listing.versions(self.actor, self.version.dataspec).filter(Specversion.holding(self.today))
        if not later.exclude(pk=self.version.pk).exists():
            found.append(gettext("From today no version holds, until another one is approved and signed."))
        return found

    def save(self, form: Any) -> object:
        """Call the service."""
        return signing.withdraw(self.actor, version=self.version, reason=form.cleaned_data["reason"])
