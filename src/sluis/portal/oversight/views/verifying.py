"""Having the chain verified, and the checkpoints against which it is held."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.pages import actor_of, visible
from sluis.portal.ledger.models import Chain, Checkpoint
from sluis.portal.ledger.reading import raw
from sluis.portal.oversight import rights
from sluis.portal.oversight.models import Verification
from sluis.portal.oversight.selecting import standing
from sluis.portal.oversight.verifying import ask, carry_out, is_short, progress
from sluis.portal.oversight.views.evidence import CRUMB
from sluis.portal.oversight.views.parts import When, findings_in_words
from sluis.portal.ui.actions import Action, Badge, Crumb, Tone
from sluis.portal.ui.forms import Form
from sluis.portal.ui.lists import ListPage
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage, FormPage
from sluis.portal.ui.templatetags.ui import badge

TONES = {"sound": Tone.GOOD, "broken": Tone.DANGER, "failed": Tone.WARNING}
LARGEST = 64 << 10


class Verifications(tables.Table):
    """What was verified, and how it was."""

    asked_at = When(_("Asked"), linkify=("oversight:verification", {"pk": tables.A("pk")}))
    state = tables.Column(_("Outcome"))
    until = tables.Column(_("Up to event"))
    events = tables.Column(_("Events"))

    class Meta:
        model = Verification
        fields = ("asked_at", "state", "until", "events", "thorough")

    def render_state(self, record: Verification) -> SafeString:
        """In a colour."""
        return badge(record.get_state_display(), TONES.get(record.state, Tone.NEUTRAL))


class VerificationList(ListPage):
    """All verifications that this person may see."""

    right = rights.SEE_EVIDENCE
    title = _("Verifications")
    table_class = Verifications
    empty = _("The chain was not verified yet. Every night it is; do it now with the button above.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the evidence."""
        return (CRUMB,)

    def rows(self) -> QuerySet[Verification]:
        """One's own, and the operator's."""
        found: QuerySet[Verification] = Verification.objects.visible_to(actor_of(self.request), rights.SEE_EVIDENCE)
        return found

    def actions(self) -> list[Action]:
        """Verify."""
        may = actor_of(self.request).may(rights.VERIFY)
        return [Action(_("Verify"), "oversight:verify", "shield-check", lambda _r: may)]


class VerifyForm(Form):
    """How thoroughly, and against what."""

    thorough = forms.BooleanField(
        label=_("Thorough"),
        required=False,
        help_text=_("Also hold what stands beside each event to find it by against the event itself; takes longer."),
    )
    checkpoint = forms.FileField(
        label=_("Checkpoint that was kept elsewhere"),
        required=False,
        help_text=_(
            "From a receipt, a relay note, or downloaded here earlier. Without one, a whole new chain does not show."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".json"}),
    )

    def clean_checkpoint(self) -> bytes:
        """Its bytes; what is no checkpoint is refused with its own words."""
        file = self.cleaned_data.get("checkpoint")
        if file is None:
            return b""
        if file.size > LARGEST:
            raise forms.ValidationError(_("This is no checkpoint: it is larger than 64 KB."))
        data: bytes = file.read()
        return data


class Verify(FormPage):
    """Ask for a verification; a short chain is verified at once."""

    right = rights.VERIFY
    title = _("Verify the chain")
    form_class = VerifyForm
    submit: ClassVar[Text] = _("Verify")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the evidence."""
        return (CRUMB, Crumb(_("Verifications"), "oversight:verifications"))

    def save(self, form: Any) -> str:
        """Ask, and do it when it takes no time."""
        actor = actor_of(self.request)
        made = ask(actor, thorough=form.cleaned_data["thorough"], against=form.cleaned_data["checkpoint"] or b"")
        if is_short() and standing() >= 0:
            carry_out(actor, verification=made)
        return reverse("oversight:verification", args=[made.pk])


class VerificationPage(DetailPage):
    """How a verification went, or how far it is."""

    right = rights.SEE_EVIDENCE
    template_name = "oversight/verification.html"

    @cached_property
    def found(self) -> Verification:
        """The verification of the address."""
        return visible(self.request, Verification, rights.SEE_EVIDENCE, self.kwargs["pk"])

    @property
    def title(self) -> Text:
        """How it went."""
        return self.found.get_state_display()

    def crumbs(self) -> Sequence[Crumb]:
        """Below the list."""
        return (CRUMB, Crumb(_("Verifications"), "oversight:verifications"))

    def badges(self) -> Sequence[Badge]:
        """In a colour."""
        return (Badge(self.found.get_state_display(), TONES.get(self.found.state, Tone.NEUTRAL)),)

    def context(self) -> dict[str, Any]:
        """What was found."""
        waiting = self.found.state == Verification.State.WAITING
        return {
            "verification": self.found,
            "waiting": waiting,
            "read": progress(self.found) if waiting else 0,
            "whole": standing() + 1,
            "findings": findings_in_words(self.found.findings),
        }


class Checkpoints(tables.Table):
    """Signatures under where chains stood."""

    n = tables.Column(_("Up to event"))
    at = When(_("Signed"))
    chain = tables.Column(_("Chain"))

    class Meta:
        model = Checkpoint
        fields = ("n", "at", "chain")
        order_by = ("-at",)

    def render_n(self, record: Checkpoint) -> SafeString:
        """With the file."""
        address = reverse("oversight:checkpoint", args=[record.pk])
        return format_html('<a href="{}" download>{}</a>', address, record.n)

    def value_n(self, value: int) -> int:
        """In files: a number."""
        return value


class CheckpointList(ListPage):
    """All checkpoints: of this chain, and of others whose heads it recorded."""

    right = rights.SEE_EVIDENCE
    title = _("Checkpoints")
    subtitle = _("Keep one elsewhere: it shows later that nothing before it was changed since.")
    table_class = Checkpoints
    search_fields = ("chain",)
    empty = _("Nothing was signed yet. The process that holds the keys signs every few minutes while it runs.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the evidence."""
        return (CRUMB,)

    def rows(self) -> QuerySet[Checkpoint]:
        """Of this chain; who sees all events sees those of other chains too."""
        found = Checkpoint.objects.all()
        if not actor_of(self.request).reaches_all(rights.SEE_EVIDENCE):
            found = found.filter(chain=Chain.objects.values("name")[:1])
        return found


class CheckpointFile(View):
    """One checkpoint, to keep elsewhere."""

    right: ClassVar = rights.SEE_EVIDENCE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its exact bytes."""
        found = Checkpoint.objects.filter(pk=pk).first()
        own = found and found.chain == Chain.objects.values_list("name", flat=True).first()
        if found is None or not (own or actor_of(request).reaches_all(rights.SEE_EVIDENCE)):
            raise Http404
        disposition = {"Content-Disposition": f'attachment; filename="checkpoint-{found.n}.json"'}
        return HttpResponse(raw(found.signed), content_type="application/json", headers=disposition)
