"""Policies and plans that the board approved; the public security policy (P-94), the breach plan for controllers (I-41)."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of, visible
from sluis.portal.access.rights import ANYBODY
from sluis.portal.documents.models import Document, Version
from sluis.portal.documents.selectors import last_of, valid_on, with_versions
from sluis.portal.oversight import rights
from sluis.portal.oversight.announcing import KINDS, announce
from sluis.portal.oversight.models import Notice
from sluis.portal.oversight.views.described import OVERVIEW
from sluis.portal.ui.actions import Crumb
from sluis.portal.ui.forms import Form
from sluis.portal.ui.pages import DetailPage, FormPage


class Policies(DetailPage):
    """The security policy and the breach plan in their versions, with what was told about each."""

    right = rights.SEE_ASSURANCE
    template_name = "oversight/policies.html"
    title = _("Policies and plans")
    subtitle = _("Approved by the board; controllers are told of material changes.")

    def crumbs(self) -> Sequence[Crumb]:
        """Below oversight."""
        return (OVERVIEW,)

    def context(self) -> dict[str, Any]:
        """The documents that this person may see, their versions and notices: four queries in all."""
        actor = actor_of(self.request)
        documents = Document.objects.visible_to(actor, rights.SEE_ASSURANCE).filter(kind__in=KINDS)
        versions = Version.objects.visible_to(actor, rights.SEE_ASSURANCE)
        found = list(with_versions(documents.filter(organisation__is_operator=True), versions))
        notices = Notice.objects.visible_to(actor, rights.SEE_ASSURANCE).filter(version__document__in=found)
        told = {each.version_id: each for each in notices}
        shown = [(each, [(one, told.get(one.pk)) for one in versions_of(each)]) for each in found]
        return {"documents": shown, "keeps": actor.may(rights.KEEP_ASSURANCE)}


def versions_of(document: Document) -> list[Version]:
    """Those that `with_versions` read."""
    seen: list[Version] = getattr(document, "seen", [])
    return seen


class AnnounceForm(Form):
    """Whether a change matters to controllers, and what it is."""

    material = forms.BooleanField(
        label=_("The change is material: tell the controllers"),
        required=False,
        help_text=_("Contract managers, security officers and data protection officers of all parties get a message."),
    )
    summary = forms.CharField(
        label=_("What changes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Controllers read this text. No personal data."),
    )

    def clean(self) -> dict[str, Any]:
        """A material change is explained."""
        found = super().clean() or {}
        if found.get("material") and not (found.get("summary") or "").strip():
            self.add_error("summary", _("Say what changes, so that controllers can judge it."))
        return found


class Announce(FormPage):
    """Decide about a new version."""

    right = rights.KEEP_ASSURANCE
    title = _("Tell controllers of a change")
    form_class = AnnounceForm

    @cached_property
    def version(self) -> Version:
        """The version of the address; of a policy or plan."""
        return visible(self.request, Version, rights.KEEP_ASSURANCE, self.kwargs["pk"], "document", "organisation")

    def crumbs(self) -> Sequence[Crumb]:
        """Below the policies."""
        return (OVERVIEW, Crumb(_("Policies and plans"), "oversight:policies"), Crumb(str(self.version.document)))

    def save(self, form: Any) -> str:
        """Keep the decision, and put the messages in the outbox."""
        asked = form.cleaned_data
        announce(
            actor_of(self.request), version=self.version, material=asked["material"], summary=asked["summary"] or ""
        )
        return "oversight:policies"


class PublicPolicy(DetailPage):
    """The security policy for everybody, with its version."""

    right = ANYBODY
    template_name = "oversight/policy.html"
    title = _("Security policy")

    def context(self) -> dict[str, Any]:
        """Public policies of which a version was approved and holds today."""
        actor = actor_of(self.request)
        versions = Version.objects.visible_to(actor, ANYBODY)
        versions = versions.filter(valid_on(timezone.localdate()), approved_at__isnull=False)
        documents = Document.objects.visible_to(actor, ANYBODY).filter(public=True, kind="policy")
        shown = with_versions(documents, versions)
        return {"policies": [(each, last) for each in shown if (last := last_of(each))]}
