"""Asking for a destruction, confirming it, following it, and its proofs."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.evidence.removal import read_proof
from sluis.portal.access.models import Organisation
from sluis.portal.access.pages import actor_of, visible
from sluis.portal.documents.rendering import pdf
from sluis.portal.holdings.choosing import ALL, Choice
from sluis.portal.holdings.counting import count
from sluis.portal.leaving import expiring, requesting, rights
from sluis.portal.leaving.forms import DayForm, DestroyForm
from sluis.portal.leaving.life import life_of
from sluis.portal.leaving.models import Destruction
from sluis.portal.leaving.tables import TONES, in_words
from sluis.portal.leaving.wording import kinds_in_words, proof_in_words
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage, DetailPage, FormPage
from sluis.portal.ui.refusing import reader_language

CRUMB = Crumb(_("Destructions"), "leaving:list")
State = Destruction.State


class Ask(FormPage):
    """Ask that data are destroyed."""

    right = rights.REQUEST
    template_name = "leaving/ask.html"
    form_class = DestroyForm
    submit: ClassVar[Text] = _("Ask for destruction")
    message: ClassVar[Text] = _(
        "It was asked for. Somebody else of the organisation confirms it; until then nothing happens."
    )
    dangerous: ClassVar[bool] = True

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation of the address."""
        return visible(self.request, Organisation, self.right, self.kwargs["pk"])

    @property
    def title(self) -> Text:
        """For whom."""
        return gettext("Have data of %(name)s destroyed") % {"name": self.organisation.name}

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB,)

    def form_options(self) -> dict[str, Any]:
        """The kinds of which something can go."""
        counted = count(self.organisation, actor_of(self.request).at)
        return {"counted": [one for one in counted if one.count and not one.holding.remains]}

    def context(self) -> dict[str, Any]:
        """What happens when everything is destroyed."""
        return {"consequences": consequences(self.request, self.organisation, ALL)}

    def save(self, form: DestroyForm) -> Destruction:
        """Ask for it."""
        said = form.cleaned_data
        return requesting.request(
            actor_of(self.request), organisation=self.organisation, choice=said["choice"], reason=said["reason"],
            due_on=said["due_on"], cost=said["cost"], borne_by=said["borne_by"],
        )  # fmt: skip


def consequences(request: HttpRequest, organisation: Organisation, choice: Choice) -> dict[str, Any]:
    """What a destruction would come to, for the page."""
    found = requesting.consequences(organisation, choice, actor_of(request))
    return {
        "going": [(each.label, number) for each, number in found.going],
        "back": [(each.label, reason) for each, reason in found.back],
        "staying": [(each.holding.label, each.count, each.reason) for each in found.staying],
        "records": sum(number for _each, number in found.going),
    }


class _OfDestruction:
    """What the pages about one destruction have in common."""

    right = rights.SEE
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def found(self) -> Destruction:
        """The destruction of the address."""
        return visible(self.request, Destruction, self.right, self.kwargs["pk"], "organisation")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list and the destruction."""
        return (CRUMB, Crumb(self.found.organisation.name, self.found))


class DestructionPage(_OfDestruction, DetailPage):
    """How far it is, and the proofs."""

    template_name = "leaving/destruction.html"

    @property
    def title(self) -> Text:
        """Of whom."""
        return gettext("Destruction of data of %(name)s") % {"name": self.found.organisation.name}

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB,)

    def badges(self) -> Sequence[Badge]:
        """How far."""
        return (Badge(self.found.get_state_display(), TONES.get(State(self.found.state), Tone.NEUTRAL)),)

    def actions(self) -> Sequence[Action]:
        """What this person can do now."""
        actor, found = actor_of(self.request), self.found
        waits = found.state == State.REQUESTED
        confirms = waits and actor.reaches(rights.CONFIRM, found.organisation_id) and actor.name != found.asked_by
        withdraws = waits and actor.reaches(rights.REQUEST, found.organisation_id)
        records = found.state == State.DESTROYED and actor.reaches(rights.RECORD, found.organisation_id)
        return (
            _action(_("Confirm"), "confirm", found, confirms, Weight.DANGER),
            _action(_("Withdraw"), "withdraw", found, withdraws),
            _action(_("Backups are gone"), "gone", found, records),
            _action(_("Change the day"), "backups", found, records, Weight.QUIET),
        )

    def context(self) -> dict[str, Any]:
        """What is shown."""
        found = self.found
        waits = found.state == State.REQUESTED
        mine = actor_of(self.request).name == found.asked_by
        return {
            "destruction": found,
            "choice": in_words(found.choice),
            "life": life_of(found),
            "counts": kinds_in_words(found.counts),
            "blocked": kinds_in_words(found.blocked),
            "consequences": consequences(self.request, found.organisation, found.choice) if waits else None,
            "own": waits and mine and actor_of(self.request).reaches(rights.CONFIRM, found.organisation_id),
            "stages": [
                stage for stage, proof in ((1, found.first_proof), (2, found.second_proof)) if proof is not None
            ],
        }


def _action(label: Text, name: str, found: Destruction, may: bool, weight: Weight = Weight.SECONDARY) -> Action:
    return Action(label, reverse(f"leaving:{name}", args=[found.pk]), shown=lambda _r: may, weight=weight)


class Confirm(_OfDestruction, ConfirmPage):
    """The second person confirms."""

    right = rights.CONFIRM
    title = _("Confirm the destruction")
    submit: ClassVar[Text] = _("Destroy")
    message: ClassVar[Text] = _("It is confirmed. What is in use is destroyed within a few minutes.")

    def consequences(self) -> Sequence[Text]:
        """What happens then."""
        found = requesting.consequences(self.found.organisation, self.found.choice, actor_of(self.request))
        number = sum(count for _each, count in found.going)
        return (
            ngettext("%(count)d record is destroyed for good.", "%(count)d records are destroyed for good.", number)
            % {"count": number},
            *(
                gettext("Cannot be destroyed and is blocked: %(label)s. %(reason)s") % {"label": each.label, "reason": reason}
                for each, reason in found.back
            ),
            _("Backups hold them until their own term has ended; then a second proof is given."),
            _("Take along what you still need first: nothing brings it back."),
        )  # fmt: skip

    def do(self, _reason: str) -> Destruction:
        """Confirm it."""
        return requesting.confirm(actor_of(self.request), destruction=self.found)


class Withdraw(_OfDestruction, ConfirmPage):
    """It is not to be after all."""

    right = rights.REQUEST
    title = _("Withdraw the destruction")
    submit: ClassVar[Text] = _("Withdraw")
    dangerous: ClassVar[bool] = False

    def consequences(self) -> Sequence[Text]:
        """What happens then."""
        return (_("Nothing is destroyed. It can be asked for again."),)

    def do(self, _reason: str) -> Destruction:
        """Withdraw it."""
        return requesting.withdraw(actor_of(self.request), destruction=self.found)


class SetDay(_OfDestruction, FormPage):
    """Backups go on another day than by the settings."""

    right = rights.RECORD
    title = _("Until when backups hold what was destroyed")
    form_class = DayForm
    message: ClassVar[Text] = _("The day was recorded.")

    def initial(self) -> dict[str, Any]:
        """The day that holds now."""
        return {"until": self.found.backups_until}

    def save(self, form: DayForm) -> Destruction:
        """Record it."""
        return expiring.set_day(actor_of(self.request), destruction=self.found, until=form.cleaned_data["until"])


class Gone(_OfDestruction, ConfirmPage):
    """All backups are gone, those too that lay elsewhere."""

    right = rights.RECORD
    title = _("All backups with the destroyed data are gone")
    submit: ClassVar[Text] = _("Record that they are gone")

    def consequences(self) -> Sequence[Text]:
        """What is said then."""
        if not self.found.destroyed_at:
            return ()
        names = ", ".join(each.name for each in expiring.backups_with(self.found)) or "–"
        return (
            gettext("These backups are recorded as removed: %(names)s") % {"names": names},
            _("The second proof says so, signed."),
        )

    def do(self, _reason: str) -> Destruction:
        """Record it."""
        return expiring.gone(actor_of(self.request), destruction=self.found)


def title_of(stage: int) -> str:
    """Which proof it is."""
    if stage == 1:
        return gettext("Proof that what was in use is destroyed")
    return gettext("Proof that the backups are gone too")


class _OfProof(_OfDestruction):
    """A proof of one of the stages."""

    @cached_property
    def data(self) -> bytes:
        """Its exact bytes."""
        data = {1: self.found.first_proof, 2: self.found.second_proof}.get(self.kwargs["stage"])
        if data is None:
            raise Http404
        return bytes(data)


class ProofPage(_OfProof, DetailPage):
    """What a proof says, to be read and printed."""

    template_name = "leaving/proof.html"

    @property
    def title(self) -> Text:
        """Which."""
        return title_of(self.kwargs["stage"])

    def actions(self) -> Sequence[Action]:
        """Take the signed file along."""
        where = [self.found.pk, self.kwargs["stage"]]
        signed, paper = reverse("leaving:proof-file", args=where), reverse("leaving:proof-paper", args=where)
        return (
            Action(_("Download the signed proof"), signed, "file-certificate", download=True),
            Action(_("To print"), paper, "printer", weight=Weight.SECONDARY, download=True),
        )

    def context(self) -> dict[str, Any]:
        """In words."""
        proof = read_proof(self.data)
        return {"said": proof_in_words(proof.value()), "digest": proof.digest, "organisation": self.found.organisation}


class ProofPaper(_OfProof, View):
    """What a proof says, as a PDF."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """In the reader's language."""
        proof, title = read_proof(self.data), title_of(kwargs["stage"])
        facts = {
            "said": proof_in_words(proof.value()), "digest": proof.digest, "organisation": self.found.organisation,
            "title": title,
        }  # fmt: skip
        html = render_to_string("leaving/proof_pdf.html", facts, request)
        name = f"destruction-{self.found.pk}-{kwargs['stage']}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(
            pdf(html, language=reader_language(), title=title), content_type="application/pdf", headers=headers
        )


class ProofFile(_OfProof, View):
    """The signed proof."""

    def get(self, _request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Its exact bytes."""
        name = f"destruction-{self.found.pk}-{kwargs['stage']}.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(self.data, content_type="application/json", headers=headers)
