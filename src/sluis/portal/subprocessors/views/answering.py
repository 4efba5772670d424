"""Objecting, efforts, and how an objection ends; what follows is shown first."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluis.portal.subprocessors import objecting
from sluis.portal.subprocessors.foreseeing import of_objecting, of_unresolved
from sluis.portal.subprocessors.forms import AvoidForm, EffortForm, ObjectForm
from sluis.portal.subprocessors.rights import KEEP, OBJECT, SEE
from sluis.portal.subprocessors.views.base import ForNotice
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.pages import ConfirmPage


class Object(ForNotice):
    """Object to it."""

    right = OBJECT
    title = gettext_lazy("Object to subprocessor")
    submit = gettext_lazy("Make the objection")
    form_class = ObjectForm
    message = gettext_lazy("Your objection was recorded, and the processor was told.")

    def follows(self) -> Sequence[Text]:
        """For both sides."""
        return of_objecting(self.notice, self.actor.at)

    def save(self, form: Any) -> object:
        """Call the service."""
        return objecting.file_objection(self.actor, notice=self.notice, text=form.cleaned_data["text"])


class _Confirm(ForNotice, ConfirmPage):
    """Nothing to fill in."""

    def context(self) -> dict[str, Any]:
        """The page gives the consequences itself."""
        return {}

    def consequences(self) -> Sequence[Text]:
        """What follows."""
        return self.follows()


class Accept(_Confirm):
    """No objection."""

    right = OBJECT
    title = gettext_lazy("No objection to subprocessor")
    submit = gettext_lazy("No objection")
    dangerous = False
    message = gettext_lazy("It was recorded that you have no objection.")

    def follows(self) -> Sequence[Text]:
        """The term still runs."""
        one = self.notice
        found = []
        if one.earliest_start:
            found.append(
                _("It can start from %(day)s; that does not become earlier.") % {"day": day(one.earliest_start)}
            )
        if one.objection_until:
            found.append(
                _("Until and including %(day)s you can still object, as long as it did not start.")
                % {"day": day(one.objection_until)}
            )
        return found

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return objecting.accept(self.actor, notice=self.notice)


class Effort(ForNotice):
    """What was done."""

    right = KEEP
    title = gettext_lazy("Record effort")
    form_class = EffortForm
    message = gettext_lazy("It was recorded, and the controller was told.")

    def follows(self) -> Sequence[Text]:
        """Who reads it."""
        return [_("The controller reads it at once, and can say that its objection is resolved.")]

    def save(self, form: Any) -> object:
        """Call the service."""
        return objecting.record_effort(self.actor, notice=self.notice, text=form.cleaned_data["text"])


class Avoid(ForNotice):
    """An adapted service."""

    right = KEEP
    title = gettext_lazy("Avoid it by an adapted service")
    form_class = AvoidForm
    message = gettext_lazy("The adapted service was recorded, and the controller was told.")

    def form_options(self) -> dict[str, Any]:
        """What it is now."""
        return {"instance": self.notice}

    def follows(self) -> Sequence[Text]:
        """It does not start here."""
        facts = {"name": self.notice.subprocessor.name, "controller": self.notice.organisation.name}
        return [
            _("%(name)s never works with the data of %(controller)s.") % facts,
            _("The objection stands no longer, and gives no right to suspend or to leave."),
        ]

    def save(self, form: Any) -> object:
        """Call the service."""
        return objecting.avoid(self.actor, notice=self.notice, adapted=form.cleaned_data["adapted"])


class Resolve(_Confirm):
    """The controller is satisfied."""

    right = OBJECT
    title = gettext_lazy("The objection is resolved")
    submit = gettext_lazy("It is resolved")
    dangerous = False
    message = gettext_lazy("It was recorded that your objection is resolved.")

    def follows(self) -> Sequence[Text]:
        """It can start."""
        return [
            _("The subprocessor can start when its term has passed."),
            _("The objection stands no longer, and gives no right to suspend or to leave."),
            _("A suspension on this ground you lift yourself, on the page of the agreement."),
        ]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return objecting.resolve(self.actor, notice=self.notice)


class Unresolved(_Confirm):
    """It cannot be resolved; either side says so."""

    right = SEE
    title = gettext_lazy("The objection cannot be resolved")
    submit = gettext_lazy("It cannot be resolved")
    message = gettext_lazy("It was recorded that the objection cannot be resolved; both sides were told.")

    def follows(self) -> Sequence[Text]:
        """What the controller may do."""
        return [
            _("The subprocessor does not start under this agreement as long as that is so."),
            _("The controller gets these rights, and uses them on the page of the agreement:"),
            *of_unresolved(self.notice, self.actor.at),
        ]

    def do(self, reason: str) -> object:  # noqa: ARG002 - none is asked
        """Call the service."""
        return objecting.leave_unresolved(self.actor, notice=self.notice)
