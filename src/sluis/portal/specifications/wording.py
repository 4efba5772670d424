"""How a version stands, what a decision brings about, and its course: in words."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluis.portal.specifications.models import Specversion
from sluis.portal.specifications.parties import Stand
from sluis.portal.specifications.signing import outlook
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.life import Life, Step
from sluis.portal.ui.life import State as At
from sluis.portal.ui.moments import day
from sluis.portal.ui.navigation import Text
from sluis.refusals import Refused

State = Specversion.State
_TONES = {State.PROPOSED: Tone.WARNING, State.APPROVED: Tone.INFO, State.REFUSED: Tone.DANGER}


def standing(version: Specversion, today: date) -> tuple[Text, Tone]:
    """The state of a version on a day; of a signed one whether it holds."""
    if version.state != State.ACTIVE or version.starts_on is None:
        return version.get_state_display(), _TONES.get(State(version.state), Tone.NEUTRAL)
    if version.starts_on > today:
        return _("Holds later"), Tone.INFO
    if version.ends_on is not None and version.ends_on < today:
        return _("Ended"), Tone.NEUTRAL
    return _("Holds"), Tone.GOOD


def course(version: Specversion, stands: Sequence[Stand], today: date) -> Life:
    """The steps of a version, from a draft to the last day on which it holds."""
    done = sum(each.approved for each in stands)
    counted = _("%(done)d of %(all)d parties") % {"done": done, "all": len(stands)}
    steps = [
        Step(_("Uploaded"), At.DONE, version.drafted_at),
        Step(_("Proposed"), _at(version.proposed_at, version.state == State.DRAFT), version.proposed_at),
        Step(_("Approved"), _at(version.approved_at, version.state == State.PROPOSED), version.approved_at,
             counted if version.proposed_at else ""),
        Step(_("Signed"), _at(version.signed_at, version.state == State.APPROVED), version.signed_at,
             _("by the TTP's key") if version.signed_at else ""),
    ]  # fmt: skip
    if version.closed_at is not None:
        reached = [each for each in steps if each.state is At.DONE]
        return Life([*reached, Step(version.get_state_display(), At.FAILED, version.closed_at, _reason(version))])
    return Life([*steps, *_held(version, today)], _next(version, today))


def _at(moment: object, now: bool) -> At:
    return At.DONE if moment else At.NOW if now else At.NEXT


def _reason(version: Specversion) -> str:
    return version.reason if len(version.reason) <= 120 else f"{version.reason[:119]}…"


def _held(version: Specversion, today: date) -> list[Step]:
    if version.starts_on is None:
        return [Step(_("Holds"), At.NEXT, version.valid_from)]
    over = version.ends_on is not None and version.ends_on < today
    now = At.DONE if over else At.NOW if version.starts_on <= today else At.NEXT
    steps = [Step(_("Holds"), now, version.starts_on, icon="" if over else "shield-check" if now is At.NOW else "")]
    return steps + ([Step(_("Last day"), At.DONE if over else At.NEXT, version.ends_on)] if version.ends_on else [])


def _next(version: Specversion, today: date) -> str:
    match version.state:
        case State.DRAFT:
            return _("Next: propose it to the parties")
        case State.PROPOSED:
            return _("Next: every party decides")
        case State.APPROVED:
            return _("Next: the custodian signs, within moments")
    if version.ends_on is not None and version.ends_on >= today:
        return _("Holds until and including %(day)s") % {"day": day(version.ends_on)}
    return ""


def consequences(version: Specversion, stands: Sequence[Stand], today: date) -> list[str]:
    """What follows when somebody who decides now approves."""
    left = [each for each in stands if not each.approved]
    if version.state != State.PROPOSED:
        return [_("From now on the version counts for your deliveries as well.")]
    if len(left) > 1:
        text = ngettext(
            "After yours %(count)d approval is still needed; nothing changes before it is there.",
            "After yours %(count)d approvals are still needed; nothing changes before they are there.",
            len(left) - 1,
        )
        return [text % {"count": len(left) - 1}, *when_signed(version, today)]
    return [
        _("Yours is the last approval: the TTP's program signs the file within moments."),
        *when_signed(version, today),
    ]


def when_signed(version: Specversion, today: date) -> list[str]:
    """When it would hold if it were signed today, and which others end."""
    try:
        placed = outlook(version, today)
    except Refused:
        return [_("Its last day lies in the past; it cannot hold any more.")]
    first, last = placed.period.first, placed.period.last
    found = [
        _("Once it is signed, it holds from %(first)s until and including %(last)s.")
        % {"first": day(first), "last": day(last)}
        if last
        else _("Once it is signed, it holds from %(first)s, until another version begins.") % {"first": day(first)}
    ]
    if last and last != version.valid_until:
        found.append(_("It ends there because another version begins the day after."))
    for other, until in placed.shortened.items():
        facts = {"version": other.label, "day": day(until)}
        found.append(_("Version %(version)s ends on %(day)s, the day before.") % facts)
    for other in sorted(placed.replaced, key=lambda each: each.label):
        found.append(
            _("Version %(version)s, which would begin on the same day, is superseded.") % {"version": other.label}
        )
    if last and last == version.valid_until:
        after = {"day": day(last + timedelta(days=1))}
        found.append(_("From %(day)s no version holds, unless another one is approved in time.") % after)
    return found
