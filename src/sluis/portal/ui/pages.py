"""Thin views: a page with a form, a page about one thing, a page that asks for confirmation.

A view finds out what may be seen and calls a service; nothing is decided or saved here. `title` and `subtitle` may be
attributes or properties.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.ui.actions import Action, Badge, Crumb, Tone, Weight, address, visible
from sluis.portal.ui.forms import Form
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.refusing import refused
from sluis.refusals import Refused

__all__ = [
    "Action",
    "Badge",
    "ConfirmPage",
    "Crumb",
    "DetailPage",
    "FormPage",
    "Page",
    "Tone",
    "Weight",
    "refused",
]

UNPROCESSABLE = 422


class Page(View):
    """A page with a heading, the way to it, badges and buttons."""

    template_name: str = "ui/detail.html"

    @property
    def title(self) -> Text:
        """The heading, and the title of the window."""
        return ""

    @property
    def subtitle(self) -> Text:
        """One line below the heading."""
        return ""

    def crumbs(self) -> Sequence[Crumb]:
        """The pages above this one; the page itself is added."""
        return ()

    def badges(self) -> Sequence[Badge]:
        """The state of what the page is about."""
        return ()

    def actions(self) -> Sequence[Action]:
        """Buttons at the right of the heading; those that this person may not use are left out."""
        return ()

    def context(self) -> dict[str, Any]:
        """What the template shows besides the heading; no queries are made by templates."""
        return {}

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        """The page itself."""
        heading = {
            "view": self,
            "title": self.title,
            "subtitle": self.subtitle,
            "crumbs": self.crumbs(),
            "badges": self.badges(),
            "actions": visible(self.actions(), self.request),
        }
        return TemplateResponse(self.request, self.template_name, heading | self.context() | more, status=status)


class DetailPage(Page):
    """A page about one thing; its template extends `ui/detail.html`."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        """Show it."""
        return self.show()


class FormPage(Page):
    """A page with a form; what it does is done by a service.

    Attributes:
        form_class: of `ui.forms`.
        submit: the words on the button: a verb.
        message: said on the next page after saving.
        success_url: where one goes then; else to the page of what was saved.
        cancel_url: where one goes without saving; else to the last crumb.
    """

    template_name = "ui/form.html"
    form_class: type[forms.BaseForm] = Form
    submit: ClassVar[Text] = _("Save")
    message: ClassVar[Text] = ""
    success_url: Any = None
    cancel_url: Any = None
    dangerous: ClassVar[bool] = False

    def save(self, form: Any) -> object | None:
        """Call the service; it may refuse."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        """What the fields hold at first."""
        return {}

    def form_options(self) -> dict[str, Any]:
        """More arguments for the form, such as `instance`."""
        return {}

    def form(self) -> Any:
        """The form, with what was sent."""
        options: dict[str, Any] = {"initial": self.initial()} | self.form_options()
        if self.request.method == "POST":
            options |= {"data": self.request.POST, "files": self.request.FILES}
        return self.form_class(**options)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        """Show the form."""
        return self.show(form=self.form(), cancel=self.cancel())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        """Check, save and go on; or show what is wrong."""
        form = self.form()
        if form.is_valid():
            try:
                saved = self.save(form)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return self.done(saved)
        return self.show(UNPROCESSABLE, form=form, cancel=self.cancel())

    def done(self, saved: object | None) -> HttpResponse:
        """Say that it is done, and go on."""
        if self.message:
            messages.success(self.request, str(self.message))
        return HttpResponseRedirect(address(saved if self.success_url is None else self.success_url))

    def cancel(self) -> str:
        """The way out."""
        if self.cancel_url is not None:
            return address(self.cancel_url)
        return next((crumb.address for crumb in reversed(self.crumbs()) if crumb.url is not None), "")


class _Reason(Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The reason is kept in the evidence. No personal data."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConfirmPage(FormPage):
    """Asks before something is lost: its consequences first, then the button.

    Attributes:
        asks_reason: a reason must be given, which the service puts in the evidence.
    """

    template_name = "ui/confirm.html"
    submit: ClassVar[Text] = _("Confirm")
    dangerous: ClassVar[bool] = True
    asks_reason: ClassVar[bool] = False

    def consequences(self) -> Sequence[Text]:
        """What happens then, one sentence each."""
        return ()

    def do(self, reason: str) -> object | None:
        """Call the service; it may refuse. The reason is empty when none is asked."""
        raise NotImplementedError

    def form(self) -> Any:
        """Only a reason, or nothing at all."""
        self.form_class = _Reason if self.asks_reason else Form
        return super().form()

    def save(self, form: Any) -> object | None:
        """Do it."""
        return self.do(form.cleaned_data.get("reason", ""))

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        """With the consequences."""
        return super().show(status, consequences=self.consequences(), **more)
