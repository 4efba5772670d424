"""A version: read, offered, signed, withdrawn; and the next one proposed."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sluis.agreement.contract import Contract, Side
from sluis.agreement.standing import State
from sluis.portal.agreements import drafting, offering, picturing, signing
from sluis.portal.agreements.annexes import annexes_of
from sluis.portal.agreements.comparing import compare
from sluis.portal.agreements.missing import Missing, missing
from sluis.portal.agreements.models import Stage, Version
from sluis.portal.agreements.papers.storing import store_offered
from sluis.portal.agreements.reading import paper
from sluis.portal.agreements.rights import DRAFT, OFFER, SEE, SIGN
from sluis.portal.agreements.views.base import OfAgreement, OfVersion
from sluis.portal.agreements.wording import SIDES, VERBS
from sluis.portal.documents.fields import UploadField
from sluis.portal.documents.rendering.markup import markup
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.forms import Form
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage, FormPage

_TONES = {Stage.CURRENT: Tone.GOOD, Stage.OFFERED: Tone.INFO, Stage.SIGNED: Tone.INFO}


class VersionPage(OfVersion, DetailPage):
    """One version, as it is read."""

    template_name = "agreements/version.html"

    @property
    def title(self) -> Text:
        """Which one."""
        return _("%(number)s, version %(version)d") % {"number": self.agreement.number, "version": self.version.number}

    def badges(self) -> Sequence[Badge]:
        """Where it stands."""
        stage = Stage(self.version.stage)
        return (Badge(stage.label, _TONES.get(stage, Tone.NEUTRAL)),)

    def actions(self) -> Sequence[Action]:
        """What fits its stage."""
        pk, stage = self.version.pk, self.version.stage
        found = []
        if stage == Stage.DRAFT and self.mine:
            right = DRAFT if self.side is Side.CONTROLLER else OFFER
            found.append(self.button(_("Change"), "edit", DRAFT, "edit", pk, weight=Weight.SECONDARY))
            if not self.missing:
                found.append(self.button(_("Offer"), "offer", right, "send", pk))
        if stage == Stage.OFFERED:
            found += [
                self.button(_("Sign"), "sign", SIGN, "signature", pk),
                self.button(_("Signed on paper"), "outside", OFFER, "file-import", pk, weight=Weight.SECONDARY),
            ]
        if stage in (Stage.DRAFT, Stage.OFFERED):
            label = _("Withdraw") if self.mine else _("Decline")
            found.append(self.button(label, "withdraw", DRAFT, "x", pk, weight=Weight.QUIET))
        return found

    def context(self) -> dict[str, Any]:
        """The text, and what it changes."""
        read = paper(self.version, get_language() or "nl")
        before = self._before
        return {
            "version": self.version,
            "agreement": self.agreement,
            "missing": [(each.words, each.address(self.version.pk)) for each in self.missing] if self.mine else [],
            "paper": read,
            "html": markup(read),
            "differences": compare(before, self.version.contract) if before else [],
        }

    @property
    def mine(self) -> bool:
        """Whether this side proposed it."""
        return self.version.proposed_side == self.side.value

    @cached_property
    def missing(self) -> list[Missing]:
        """What a draft lacks before it can be offered."""
        return missing(self.version.contract) if self.version.stage == Stage.DRAFT else []

    @cached_property
    def _before(self) -> Contract | None:
        seen = Version.objects.visible_to(self.actor, SEE).filter(agreement=self.agreement)
        last = seen.filter(number__lt=self.version.number).exclude(stage=Stage.WITHDRAWN).order_by("-number").first()
        return last.contract if last else None


class Offer(OfVersion, ConfirmPage):
    """Put it before the other party."""

    right = SEE
    submit = _("Offer")
    dangerous = False
    message = _("The agreement was offered. The other party is told.")

    @property
    def title(self) -> Text:
        """Which one."""
        return gettext("Offer %(number)s") % {"number": self.agreement.number}

    def crumbs(self) -> Sequence[Crumb]:
        """The version."""
        return (*super().crumbs(), Crumb(_("version"), self.version_address))

    @property
    def success_url(self) -> str:
        """The agreement."""
        return self.address

    def consequences(self) -> Sequence[Text]:
        """What happens then."""
        other = self.side.other
        return [
            gettext("From now on not a letter of it changes."),
            gettext("Who keeps agreements and who signs for the %(side)s is told, and gets a task.")
            % {"side": str(SIDES[other]).lower()},
            gettext("You can take the offer back until both have signed."),
        ]

    def do(self, reason: str) -> object:
        """Call the service."""
        del reason
        return offering.offer(self.actor, version=self.version, seen=self.version.sha256)


class Withdraw(OfVersion, ConfirmPage):
    """Take it back, or decline it."""

    right = DRAFT
    asks_reason = True
    submit = _("Withdraw or decline")
    title = _("Withdraw or decline")
    message = _("It was taken back or declined.")

    @property
    def success_url(self) -> str:
        """The agreement."""
        return self.address

    def consequences(self) -> Sequence[Text]:
        """What happens then."""
        first = self.agreement.state in (State.DRAFT.value, State.OFFERED.value)
        after = gettext("The agreement ends here.") if first else gettext("The version that counts stays as it is.")
        return [gettext("This version cannot be signed any more."), after]

    def do(self, reason: str) -> object:
        """Call the service."""
        return offering.withdraw(self.actor, version=self.version, reason=reason)


class Sign(OfVersion, FormPage):
    """Sign it, annex by annex when the agreement asks for that."""

    right = SIGN
    template_name = "agreements/sign.html"
    submit = _("Sign")
    message = _("You signed.")

    @property
    def title(self) -> Text:
        """Which one."""
        return gettext("Sign %(number)s") % {"number": self.agreement.number}

    def crumbs(self) -> Sequence[Crumb]:
        """The version."""
        return (*super().crumbs(), Crumb(_("version"), self.version_address))

    @property
    def success_url(self) -> str:
        """The agreement."""
        return self.address

    def form(self) -> Any:
        """A box per annex, and one that says that it was read."""
        fields: dict[str, forms.Field] = {
            "seen": forms.CharField(widget=forms.HiddenInput, max_length=64),
            "read": forms.BooleanField(label=_("I have read this version, and I sign it for my organisation")),
        }
        if self.version.contract.regime.change.initials:
            for annex in annexes_of(self.version.contract):
                label = gettext("Initials on the annex “%(annex)s”") % {"annex": annex.label}
                fields[f"annex-{annex.name}"] = forms.BooleanField(label=label)
        self.form_class = type("SignForm", (Form,), fields)
        return super().form()

    def initial(self) -> dict[str, Any]:
        """The digest of what is shown."""
        return {"seen": self.version.sha256}

    def context(self) -> dict[str, Any]:
        """What is signed, and what follows."""
        contract = self.version.contract
        return {
            "pairs": [
                (_("Agreement"), f"{self.agreement.number}, {self.agreement.programme}"),
                (_("Version"), self.version.number),
                (_("Controller"), contract.controller.statutory_name),
                (_("Processor"), contract.processor.statutory_name),
                ("SHA-256", self.version.sha256),
            ],
            "consequences": [
                gettext("Your name, your authority and this moment are kept with the digest."),
                gettext(
                    "When both parties have signed, the agreement is concluded; from its first day it takes effect:"
                ),
                *_promised(contract),
            ],
        }

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        initialled = [name.removeprefix("annex-") for name, said in typed.items() if name.startswith("annex-") and said]
        store_offered(self.actor.at, self.version)
        return signing.sign(self.actor, version=self.version, seen=typed["seen"], annexes=initialled)


def _promised(contract: Contract) -> list[str]:
    verbs = ", ".join(str(VERBS[verb]) for verb in sorted(contract.verbs))
    return [f"{picturing.EFFECTS['verbs']}: {verbs}."] if verbs else []


class _Outside(Form):
    side = forms.ChoiceField(label=_("Signed for"), choices=[(side.value, label) for side, label in SIDES.items()])
    name = forms.CharField(label=_("Name"), max_length=200)
    position = forms.CharField(label=_("Position"), max_length=120)
    basis = forms.CharField(label=_("By what authority"), max_length=200)
    file = UploadField(
        label=_("Signed document"), help_text=_("The signed PDF; its digest is kept with the signature.")
    )


class Outside(OfVersion, FormPage):
    """Record that a party signed on paper, perhaps on another model."""

    right = OFFER
    form_class = _Outside
    title = _("Signed on paper")
    submit = _("Record")
    message = _("The signature was recorded, with the document.")

    @property
    def success_url(self) -> str:
        """The agreement."""
        return self.address

    def crumbs(self) -> Sequence[Crumb]:
        """The version."""
        return (*super().crumbs(), Crumb(_("version"), self.version_address))

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = dict(form.cleaned_data)
        side = Side(typed.pop("side"))
        return signing.sign_outside(self.actor, version=self.version, seen=self.version.sha256, side=side, **typed)


class _Note(Form):
    note = forms.CharField(
        label=_("What should change, and why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class Propose(OfAgreement, FormPage):
    """Begin an amendment."""

    right = DRAFT
    form_class = _Note
    title = _("Propose an amendment")
    submit = _("Make the next version")

    def save(self, form: Any) -> object:
        """Call the service."""
        self.made = drafting.propose(self.actor, agreement=self.agreement, note=form.cleaned_data["note"])
        return self.made

    @property
    def success_url(self) -> str:
        """Where it is changed."""
        from django.urls import reverse

        return reverse("agreements:edit", args=[self.made.pk])
