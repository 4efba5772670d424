"""The service desk's part: to offer, to look, to close, to delete."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.models import Person
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.people.selectors import with_role
from sluis.portal.support import asking, closing, looking, offering, rights
from sluis.portal.support.forms import AssignForm, CloseForm, OfferForm, SessionForm
from sluis.portal.support.models import Way
from sluis.portal.support.stepping import person_of
from sluis.portal.support.views.base import Considered, OfRequest
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage


class Take(OfRequest, View):
    """Handle it oneself."""

    right = rights.HELP
    http_method_names = ["post"]  # noqa: RUF012 - as Django declares it

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do it, and go back to the request."""
        asking.assign(self.actor, request=self.found, person=person_of(self.actor))
        messages.success(request, gettext("You handle this request from now on."))
        return HttpResponseRedirect(self.address)


class Assign(Considered):
    """Have somebody else handle it."""

    right = rights.HELP
    title = _("Assign")
    form_class = AssignForm
    submit = _("Assign")
    message = _("The request was assigned.")

    def form_options(self) -> dict[str, Any]:
        """The service desk."""
        there = Person.people.visible_to(self.actor, rights.HELP).filter(
            with_role(day_of(self.actor.at), Role.SERVICE_DESK.value), organisation=self.actor.organisation,
            is_active=True, left_on=None,
        )  # fmt: skip
        return {"people": there.order_by("name", "pk")}

    def follows(self) -> Sequence[Text]:
        """Who sees it from now on."""
        return (gettext("From now on only this person sees what is shown or handed over for this request."),)

    def save(self, form: Any) -> object:
        """Call the service."""
        return asking.assign(self.actor, request=self.found, person=form.cleaned_data["person"])


class Offer(Considered):
    """What one wants to see."""

    right = rights.HELP
    title = _("Make an offer")
    form_class = OfferForm
    submit = _("Send the offer")
    message = _("The offer was sent. Nothing can be seen before the source consented.")

    def initial(self) -> dict[str, Any]:
        """The kind that was asked for."""
        return {"way": self.found.way}

    def follows(self) -> Sequence[Text]:
        """What the source does with it."""
        return (
            gettext("The source reads exactly this, and is free to decline it."),
            gettext("Ask for no more than is needed: the processing report is often enough."),
            gettext("An offer cannot be changed. Take it back and make another one instead."),
        )

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return offering.offer(
            self.actor, request=self.found, way=Way(typed["way"]), what=typed["what"], why=typed["why"],
            codes_of_report=typed["codes_of_report"], fields=typed["fields_asked"], records=typed["records"],
        )  # fmt: skip


class Retract(OfRequest, ConfirmPage):
    """Take it back."""

    right = rights.HELP
    title = _("Take the offer back")
    submit = _("Take back")
    message = _("The offer was taken back.")
    dangerous = False

    def consequences(self) -> Sequence[Text]:
        """It cannot be answered."""
        return (gettext("The source cannot consent to it any more. You can make another offer."),)

    def do(self, reason: str) -> str:  # noqa: ARG002 - none is asked
        """Call the service."""
        offering.retract(self.actor, request=self.found)
        return self.address


class Session(Considered):
    """One looked together."""

    right = rights.LOOK
    title = _("Looked together")
    form_class = SessionForm
    submit = _("Record")
    message = _("It was recorded that you looked together.")

    def follows(self) -> Sequence[Text]:
        """What is recorded."""
        return (gettext("Only who looked, when and for how long is recorded; nothing of what was seen."),)

    def save(self, form: Any) -> object:
        """Call the service."""
        return looking.session(self.actor, request=self.found, minutes=form.cleaned_data["minutes"])


class Look(OfRequest, ConfirmPage):
    """Look at the selection; its content is in this one answer alone."""

    right = rights.LOOK
    title = _("Look at the selection")
    submit = _("Look")
    dangerous = False

    def consequences(self) -> Sequence[Text]:
        """That one looked is on record."""
        return (
            gettext("That you looked, and when, is recorded, and the source sees it."),
            gettext("Copy nothing, and let nobody look along."),
        )

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return looking.look(self.actor, request=self.found)

    def done(self, saved: Any) -> HttpResponse:
        """Show it, and have no browser keep it."""
        context = {"title": self.title, "subtitle": self.subtitle, "crumbs": self.crumbs(), "cells": saved,
                   "found": self.found}  # fmt: skip
        headers = {"Cache-Control": "no-store, private", "Pragma": "no-cache"}
        return TemplateResponse(self.request, "support/look.html", context, headers=headers)


class Close(Considered):
    """Close it."""

    right = rights.HELP
    title = _("Close the request")
    form_class = CloseForm
    submit = _("Close the request")
    message = _("The help request was closed.")

    def form_options(self) -> dict[str, Any]:
        """Whether there is something to delete."""
        return {"holds_data": self.found.holds_data}

    def follows(self) -> Sequence[Text]:
        """What is over."""
        if not self.found.holds_data:
            return (
                gettext("The source reads what came of it. Nothing was handed over, so nothing has to be deleted."),
            )
        return (
            gettext("The source reads what came of it."),
            gettext(
                "Deleted now: the key is destroyed, and nobody can read the selection any more, also not in backups."
            ),
            gettext(
                "Kept: you get a task to delete it by hand within the agreed term, and others are told when it is late."
            ),
        )

    def save(self, form: Any) -> object:
        """Call the service."""
        typed = form.cleaned_data
        return closing.close(
            self.actor, request=self.found, result=typed["result"], keep=typed.get("keep", "no") == "yes"
        )


class Delete(OfRequest, ConfirmPage):
    """Delete it."""

    right = rights.DELETE
    title = _("Delete what was handed over")
    submit = _("Delete for good")
    message = _("What was handed over was deleted.")

    def consequences(self) -> Sequence[Text]:
        """It does not come back."""
        return (
            gettext("The selection is deleted and its key destroyed. This cannot be undone."),
            gettext("In backups it is unreadable from this moment on, and gone when the backups have expired."),
            gettext("Who deleted it and when stays on record, with a digest as proof; the source is told."),
        )

    def do(self, reason: str) -> str:  # noqa: ARG002 - none is asked
        """Call the service."""
        closing.delete(self.actor, request=self.found)
        return self.address
