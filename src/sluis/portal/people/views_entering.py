"""Pages for somebody who is nobody yet: beginning, and accepting an invitation."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from sluis.portal.access.pages import actor_of
from sluis.portal.access.rights import ANYBODY
from sluis.portal.people import accepting, beginning, tokens
from sluis.portal.people.entering import enter, remember, remembered, secret
from sluis.portal.people.forms import Beginning, NewPassword
from sluis.portal.ui.pages import FormPage, refused
from sluis.refusals import Refused
from sluis.refusals.catalogue import people as codes


class Link(View):
    """An address with a token: on to the page without it, or the same refusal for every link that does not count."""

    right = ANYBODY
    name: str
    page: str

    def counts(self, digest: str) -> bool:
        """Whether the link can be used."""
        raise NotImplementedError

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Go on."""
        digest = tokens.digest_of(token)
        if not self.counts(digest):
            return secret(refused(request, Refused(codes.LINK_SPENT)))
        remember(request, self.name, digest)
        return secret(HttpResponseRedirect(reverse(self.page)))


class BeginLink(Link):
    """The link that the serving program prints."""

    name, page = "beginning", "people:begin"

    def counts(self, digest: str) -> bool:
        """As long as nobody began."""
        return beginning.counts(digest, actor_of(self.request).at)


class JoinLink(Link):
    """The link in an invitation."""

    name, page = "invitation", "people:join"

    def counts(self, digest: str) -> bool:
        """As long as it waits."""
        return accepting.waiting(digest, actor_of(self.request).at) is not None


class Entering(FormPage):
    """A page after a link; without one it says that the link does not count."""

    right = ANYBODY
    template_name = "people/entering.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Keep it out of caches."""
        try:
            self.require()
        except Refused as refusal:
            return secret(refused(request, refusal))
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    def require(self) -> None:
        """Refuse who has no link that counts."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        """The language of this page."""
        return {"language": (get_language() or "nl")[:2]}

    def done(self, saved: Any) -> HttpResponse:
        """Signed in, and on to what access still needs."""
        return enter(self.request, saved)


class Begin(Entering):
    """The operator and its first administrator."""

    title = _("Begin with Sluis")
    subtitle = _("You make the organisation that runs this installation, and its first administrator: yourself.")
    form_class = Beginning
    submit = _("Begin")

    @property
    def digest(self) -> str:
        """The link that was opened."""
        return remembered(self.request, "beginning")

    def require(self) -> None:
        """Nobody began yet."""
        if not beginning.counts(self.digest, actor_of(self.request).at):
            raise Refused(codes.LINK_SPENT)

    def save(self, form: Any) -> object | None:
        """Begin."""
        wanted = {name: form.cleaned_data[name] for name in ("organisation", "name", "email", "password", "language")}
        return beginning.begin(actor_of(self.request).at, digest=self.digest, founder=beginning.Founder(**wanted))


class Join(Entering):
    """Accept an invitation."""

    title = _("Welcome to Sluis")
    form_class = NewPassword
    submit = _("Make my account")

    @property
    def subtitle(self) -> Any:
        """By whom, and for which address."""
        return _("%(organisation)s has invited you. You will sign in with %(email)s.") % {
            "organisation": self.invitation.organisation.name,
            "email": self.invitation.email,
        }

    def require(self) -> None:
        """The invitation still waits."""
        found = accepting.waiting(remembered(self.request, "invitation"), actor_of(self.request).at)
        if found is None:
            raise Refused(codes.LINK_SPENT)
        self.invitation = found

    def initial(self) -> dict[str, Any]:
        """What the inviter filled in."""
        return super().initial() | {"name": self.invitation.name, "language": self.invitation.language}

    def form_options(self) -> dict[str, Any]:
        """The address, which a password may not look like."""
        return {"email": self.invitation.email}

    def save(self, form: Any) -> object | None:
        """Accept."""
        data = form.cleaned_data
        return accepting.accept(
            actor_of(self.request).at, digest=remembered(self.request, "invitation"), name=data["name"],
            password=data["password"], language=data["language"],
        )  # fmt: skip
