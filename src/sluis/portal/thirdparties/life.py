"""The life line of an agreement with a processor."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.thirdparties.models import Dpa
from sluis.portal.ui.life import Life, State, Step

Stands = Dpa.State


def of_dpa(found: Dpa) -> Life:
    """Offered or submitted, reviewed, concluded, ended."""
    first = Step(_("Offered") if found.is_own else _("Submitted"), State.DONE, found.begun_at)
    ran = found.starts_on is not None
    steps = [first]
    if not found.is_own:
        reviewed = State.DONE if ran or found.passed else State.NOW
        if found.state == Stands.RETURNED:
            reviewed = State.FAILED
        steps.append(Step(_("Reviewed"), reviewed, found.reviewed_at))
    if found.is_own and found.state == Stands.RETURNED:
        steps.append(Step(_("Returned"), State.FAILED))
    ready = found.state == Stands.OFFERED or found.passed
    steps.append(Step(_("Concluded"), State.DONE if ran else State.NOW if ready else State.NEXT, found.starts_on))
    if found.state == Stands.ENDED:
        return Life([*steps, Step(_("Ended"), State.FAILED, found.ended_on)])
    expired = found.state == Stands.EXPIRED
    last = State.FAILED if expired else State.NEXT
    steps.append(Step(_("Expires"), last, found.expires_on or _("no last day")))
    return Life(steps, _NEXT.get(Stands(found.state), ""), expired)


_NEXT = {
    Stands.OFFERED: _("The processor signs it, or sends it back with remarks."),
    Stands.RETURNED: _("A next version is made that takes the remarks into account."),
    Stands.EXPIRED: _("Renew it, make a new one, or end it."),
}
