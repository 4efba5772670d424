"""Mandates: given, held, revoked; and working under one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.middleware import MANDATE as KEY
from sluis.portal.access.models import Mandate
from sluis.portal.access.pages import actor_of
from sluis.portal.access.recognising import day_of
from sluis.portal.access.rights import WORKING
from sluis.portal.access.roles import Role
from sluis.portal.organisations import choices, mandating
from sluis.portal.organisations.forms import MandateForm
from sluis.portal.organisations.forms_ending import reason_form
from sluis.portal.organisations.parts import Section
from sluis.portal.organisations.rights import MANDATE, SEE
from sluis.portal.organisations.selectors import find, mandates_to_work_under, party_of
from sluis.portal.organisations.tables import MandateTable
from sluis.portal.organisations.views.base import Considered, OfRecord, Tab, address
from sluis.portal.organisations.wording import role_labels
from sluis.portal.ui.actions import Weight
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import DetailPage


class Mandates(Tab):
    """Who acts for this organisation, and for whom it acts."""

    def sections(self) -> Sequence[Section]:
        """Given and held."""
        seen = (
            Mandate.objects.visible_to(self.actor, SEE)
            .select_related("organisation", "holder")
            .order_by("-starts_on", "pk")
        )
        given, held = list(seen.filter(organisation=self.organisation)), list(seen.filter(holder=self.organisation))
        for one in given:
            one.other = one.holder
        for one in held:
            one.other = one.organisation
        may = self.may(MANDATE) and self.actor.mandate is None
        button = self.button(_("Give mandate"), "mandate-new", MANDATE, weight=Weight.SECONDARY)
        return [
            Section(
                _("Given: they act for this organisation"),
                MandateTable(given, may=may),
                _("Nobody acts for this organisation. A supplier or care group that will do so needs a mandate."),
                [button] if may else [],
            ),
            Section(
                _("Held: this organisation acts for them"),
                MandateTable(held),
                _("This organisation acts for nobody else."),
            ),
        ]


class MandateNew(Considered):
    """Give a mandate."""

    right = MANDATE
    title = _("Give mandate")
    tab = "mandates"
    form_class = MandateForm
    submit = _("Show what follows")
    confirm = _("Give mandate")
    message = _("The mandate was given.")

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"starts_on": timezone.localdate()}

    def consequences(self, form: Any) -> Sequence[Text]:
        """To whom it goes, and what they may."""
        typed = form.cleaned_data
        holder = find(typed["holder"], day_of(self.actor.at))
        party = party_of(holder)
        whom = {
            "name": holder.name,
            "number": party.number if party else "–",
            "city": party.visiting_city if party else "",
        }
        return [
            gettext("%(name)s (%(number)s, %(city)s) acts for your organisation.") % whom,
            gettext("Its people may do what these roles allow: %(roles)s.") % {"roles": role_labels(typed["roles"])},
            gettext("The evidence names both organisations with all that they do."),
            gettext("You can revoke the mandate at any moment."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = dict(form.cleaned_data)
        typed["holder"] = find(typed["holder"], day_of(self.actor.at))
        typed["roles"] = [Role(role) for role in typed["roles"]]
        return mandating.give(self.actor, organisation=self.organisation, **typed)


class MandateRevoke(OfRecord):
    """Revoke a mandate."""

    right = MANDATE
    model: ClassVar[Any] = Mandate
    related = ("holder",)
    title = _("Revoke mandate")
    submit = _("Revoke")
    dangerous = True
    tab = "mandates"
    template_name = "ui/confirm.html"
    form_class = reason_form(lambda: choices.options(choices.OF_A_MANDATE))
    message = _("The mandate was revoked.")

    def context(self) -> dict[str, Any]:
        """What follows."""
        name = self.record.holder.name
        return {
            "consequences": [
                gettext("%(name)s can no longer act for your organisation, from this moment.") % {"name": name},
                gettext("Who is working under the mandate now is stopped at the next page."),
            ]
        }

    def save(self, form: Any) -> object:
        """Call the service."""
        reason = choices.Ended(form.cleaned_data["reason"])
        return mandating.revoke(self.actor, mandate=self.record, reason=reason, words=form.cleaned_data["words"])


class Working(DetailPage):
    """For whom one works: one's own organisation, or another by mandate."""

    right = WORKING
    title = _("For whom do you work?")
    template_name = "organisations/working.html"

    def context(self) -> dict[str, Any]:
        """The choices."""
        actor = actor_of(self.request)
        mandates = mandates_to_work_under(actor)
        return {
            "home": actor.home,
            "current": actor.mandate,
            "mandates": [(one, role_labels(one.roles)) for one in mandates],
        }


class Work(View):
    """Begin to work under a mandate."""

    right = WORKING
    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Only one of those that are offered."""
        actor = actor_of(request)
        mandate = next((one for one in mandates_to_work_under(actor) if one.pk == pk), None)
        if mandate is None:
            raise Http404
        mandating.take_up(actor, mandate=mandate)
        request.session[KEY] = str(mandate.pk)
        return redirect(address("party", mandate.organisation_id))


class Back(View):
    """Work for one's own organisation again."""

    right = WORKING
    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest) -> HttpResponse:
        """Forget the mandate."""
        mandating.lay_down(actor_of(request))
        request.session.pop(KEY, None)
        return redirect("organisations:working")
