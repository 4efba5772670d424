"""Certificates of the exchange: asking, the code, the card, the file, revoking."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.organisations import activating, certifying, choices, enrolling
from sluis.portal.organisations.choices import ContactRole
from sluis.portal.organisations.forms import CardForm, EnrolmentForm
from sluis.portal.organisations.forms_ending import reason_form
from sluis.portal.organisations.models import Certificate, Enrolment, ExchangeRole
from sluis.portal.organisations.parts import Card, Section
from sluis.portal.organisations.reaching import whom_to_tell
from sluis.portal.organisations.rights import ACTIVATE, ENROL, REVOKE, SEE
from sluis.portal.organisations.tables import CertificateTable, EnrolmentTable
from sluis.portal.organisations.views.base import Filing, OfOrganisation, OfRecord, Tab, address, steps
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.life import Life, State, Step
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage


class Certificates(Tab):
    """Which keys speak for an organisation in the exchange."""

    def sections(self) -> Sequence[Section]:
        """Certificates, and what is on the way."""
        mine = {"organisation": self.organisation}
        certificates = Certificate.objects.visible_to(self.actor, SEE).filter(**mine).defer("chain")
        enrolments = Enrolment.objects.visible_to(self.actor, SEE).filter(**mine).defer("card")
        return [
            Section(
                _("Certificates"),
                CertificateTable(list(certificates), may=self.may(REVOKE)),
                _("There is no certificate yet. Ask for one below; it is made from the card of your program."),
            ),
            Section(
                _("Enrolments"),
                EnrolmentTable(list(enrolments)),
                _("Nothing has been asked for."),
                [self.button(_("Ask for a certificate"), "enrolment-new", ENROL, weight=Weight.SECONDARY)],
            ),
        ]


class EnrolmentNew(Filing):
    """Ask for a certificate."""

    right = ENROL
    title = _("Ask for a certificate")
    tab = "certificates"
    form_class = EnrolmentForm
    submit = _("Ask")
    message = _("It was asked for. The operator calls you with an activation code.")

    def form_options(self) -> dict[str, Any]:
        """For this organisation."""
        return {"instance": Enrolment(organisation=self.organisation)}

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        role = ExchangeRole(typed["role"])
        return enrolling.ask(self.actor, organisation=self.organisation, role=role, party_id=typed["party_id"])


class OneEnrolment(OfOrganisation, DetailPage):
    """Where an enrolment stands."""

    template_name = "organisations/enrolment.html"

    @cached_property
    def record(self) -> Enrolment:
        """The enrolment in the address."""
        return visible(self.request, Enrolment, SEE, self.kwargs["pk"], "organisation")

    @cached_property
    def organisation(self) -> Organisation:
        """Whose it is."""
        found: Organisation = self.record.organisation
        return found

    @property
    def title(self) -> Text:
        """Which."""
        return gettext("Enrolment of %(name)s") % {"name": self.record.party_id}

    @property
    def subtitle(self) -> Text:
        """Role and organisation."""
        return f"{self.record.get_role_display()} · {self.organisation.name}"

    def crumbs(self) -> Sequence[Crumb]:
        """The organisation's certificates."""
        return steps(self.actor, Crumb(self.organisation.name, address("certificates", self.organisation.pk)))

    def badges(self) -> Sequence[Badge]:
        """Its state."""
        tones = {"issued": Tone.GOOD, "refused": Tone.DANGER, "withdrawn": Tone.NEUTRAL}
        return [Badge(self.record.get_state_display(), tones.get(self.record.state, Tone.WARNING))]

    def actions(self) -> Sequence[Action]:
        """What comes next, for whom it is."""
        before_card = self.record.state in ("asked", "coded")
        wanted = (
            (before_card, ACTIVATE, _("Make activation code"), "enrolment-code", "key", Weight.PRIMARY),
            (before_card, ACTIVATE, _("Refuse"), "enrolment-refuse", "x", Weight.SECONDARY),
            (self.record.state == "coded", ENROL, _("Upload card"), "enrolment-card", "id", Weight.PRIMARY),
            (self.record.is_open, ENROL, _("Withdraw"), "enrolment-withdraw", "x", Weight.SECONDARY),
        )
        return [
            Action(label, address(name, self.record.pk), icon, weight=weight)
            for when, right, label, name, icon, weight in wanted
            if when and self.may(right)
        ]

    def context(self) -> dict[str, Any]:
        """Its course, and whom to call."""
        calls = self.may(ACTIVATE) and self.record.is_open
        return {"life": course(self.record), "cards": [_whom_to_call(self)] if calls else [], "record": self.record}


def course(record: Enrolment) -> Life:
    """The steps of an enrolment."""
    moments = (record.asked_at, record.code_made_at, record.presented_at, record.closed_at)
    labels: tuple[Text, ...] = (_("Asked"), _("Code made"), _("Card shown"), _("Issued"))
    if record.state in ("refused", "withdrawn"):
        labels = (*labels[:3], record.get_state_display())
    reached = {"asked": 1, "coded": 2, "presented": 3}.get(record.state, 4)
    steps_ = []
    for number, (label, moment) in enumerate(zip(labels, moments, strict=True)):
        state = State.DONE if number < reached else State.NOW if number == reached else State.NEXT
        if number == 3 and record.state in ("refused", "withdrawn"):
            state = State.FAILED
        steps_.append(Step(label, state, moment if number < reached else None))
    following = {
        "asked": _("Next: the operator calls with an activation code"),
        "coded": _("Next: upload the card with the code"),
        "presented": _("Next: the custodian issues the certificate"),
    }
    return Life(steps_, following.get(record.state, ""))


def _whom_to_call(page: OneEnrolment) -> Card:
    told = whom_to_tell(page.organisation, ContactRole.TECHNICAL, page.actor.at)[:3]
    pairs: list[tuple[Text, Any]] = [(one.name, one.phone or one.mobile) for one in told]
    return Card(_("Call one of these contacts, on this number"), pairs or [(_("No contacts are known"), "")], "phone")


class EnrolmentCode(OfRecord):
    """Make a code, and show it once."""

    right = ACTIVATE
    model: ClassVar[Any] = Enrolment
    title = _("Make activation code")
    submit = _("Make code")
    tab = "certificates"
    template_name = "organisations/code.html"

    def context(self) -> dict[str, Any]:
        """What will happen."""
        return {
            "consequences": [
                gettext(
                    "The code is shown once. Read it out by telephone, to somebody whom you know from the contacts."
                ),
                gettext("An earlier code of this enrolment is void."),
                gettext("It is valid for seven days and for one card; after five wrong tries it is void."),
            ]
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        """Show it; nothing keeps it."""
        code = activating.make_code(self.actor, enrolment=self.record)
        response = self.show(code=code, back=address("enrolment", self.record.pk), consequences=[])
        response["Cache-Control"] = "no-store"
        return response


class EnrolmentCard(OfRecord):
    """Upload the card."""

    right = ENROL
    model: ClassVar[Any] = Enrolment
    title = _("Upload card")
    submit = _("Upload")
    tab = "certificates"
    form_class = CardForm
    message = _("The card was accepted. The certificate appears here when the custodian has issued it.")

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return enrolling.present(self.actor, enrolment=self.record, code=typed["code"], card=typed["card"])


class _EndOfEnrolment(OfRecord, ConfirmPage):
    """An enrolment ends without a certificate."""

    model: ClassVar[Any] = Enrolment
    tab = "certificates"

    def consequences(self) -> Sequence[Text]:
        """What is lost."""
        return [_("The activation code is void, and no certificate is issued. One can be asked for again.")]


class EnrolmentWithdraw(_EndOfEnrolment):
    """The party does not want it after all."""

    right = ENROL
    title = _("Withdraw enrolment")
    submit = _("Withdraw")

    def do(self, reason: str) -> None:  # noqa: ARG002 - none is asked
        """Call the service."""
        enrolling.withdraw(self.actor, enrolment=self.record)


class EnrolmentRefuse(_EndOfEnrolment):
    """The operator does not go along with it."""

    right = ACTIVATE
    title = _("Refuse enrolment")
    submit = _("Refuse")

    def do(self, reason: str) -> None:  # noqa: ARG002 - none is asked
        """Call the service."""
        activating.turn_down(self.actor, enrolment=self.record)


class CertificateFile(View):
    """The certificate with its chain."""

    right = SEE

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """As a file, never in the page."""
        certificate = visible(request, Certificate, SEE, pk)
        pem = certifying.take(actor_of(request), certificate=certificate)
        name = f"{certificate.party_id}-{certificate.role}.pem"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(pem, content_type="application/x-pem-file", headers=headers)


class CertificateRevoke(OfRecord):
    """Revoke a certificate."""

    right = REVOKE
    model: ClassVar[Any] = Certificate
    title = _("Revoke certificate")
    submit = _("Revoke")
    dangerous = True
    tab = "certificates"
    template_name = "ui/confirm.html"
    form_class = reason_form(lambda: choices.options(choices.OF_A_CERTIFICATE))
    message = _("The certificate was revoked.")

    def context(self) -> dict[str, Any]:
        """What follows."""
        return {
            "consequences": [
                gettext("Packages signed with this key are refused from now on; this cannot be undone."),
                gettext("A new certificate needs a new enrolment."),
            ]
        }

    def save(self, form: Any) -> object:
        """Call the service."""
        return certifying.revoke(self.actor, certificate=self.record, reason=choices.Ended(form.cleaned_data["reason"]))
