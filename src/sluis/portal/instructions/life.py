"""The life lines of an instruction and of compelled processing."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.instructions.models import Compelled, Instruction
from sluis.portal.instructions.models import State as Stands
from sluis.portal.ui.life import Life, State, Step
from sluis.portal.ui.moments import day

_OVER = {Stands.WITHDRAWN, Stands.ADAPTED}


def of_instruction(found: Instruction, today: date) -> Life:
    """Given, assessed, decided when it was held, carried out."""
    steps = [Step(_("Given"), State.DONE, found.given_at, found.author)]
    if found.assessed_at:
        steps.append(
            Step(_("Assessed"), State.DONE, found.assessed_at)
            if found.lawful
            else Step(_("Assessed: seems unlawful"), State.FAILED, found.assessed_at)
        )
    if found.state in _OVER:
        return Life([*steps, Step(found.get_state_display(), State.FAILED, found.ended_at)])
    if found.state == Stands.GIVEN:
        steps.append(Step(_("Assessment"), State.NOW, found.react_on))
    if found.lawful is False and found.state != Stands.GIVEN:
        steps.append(_decision(found))
    now = State.NOW if found.effective_at else State.NEXT
    state = State.DONE if found.state == Stands.DONE else now
    steps.append(Step(_("Carried out"), state, found.ended_at or found.carry_out_by))
    return Life(steps, *_next(found, today))


def _decision(found: Instruction) -> Step:
    if found.decided_at:
        return Step(_("Confirmed by the controller"), State.DONE, found.decided_at)
    if found.state == Stands.HELD:
        return Step(_("Held"), State.NOW, None, gettext("allows nothing"))
    return Step(_("Not held"), State.DONE, None, gettext("as was agreed"))


def _next(found: Instruction, today: date) -> tuple[str, bool]:
    if found.state == Stands.GIVEN:
        words = gettext("The processor reacts on %(day)s at the latest") % {"day": day(found.react_on)}
        return words, found.react_on < today
    if found.state == Stands.HELD:
        return gettext("The controller withdraws, adapts or confirms it"), False
    return "", False


def of_compelled(found: Compelled) -> Life:
    """Recorded, told, under way, ended."""
    stage = Compelled.Stage
    steps = [Step(_("Recorded"), State.DONE, found.recorded_at)]
    if found.secret_reason and not found.notified_at:
        steps.append(Step(_("Notice forbidden"), State.DONE, None, gettext("with the reason")))
    else:
        told = State.DONE if found.notified_at else State.NOW
        steps.append(Step(_("Controller notified"), told, found.notified_at))
    if found.stage == stage.DROPPED:
        return Life([*steps, Step(_("Not carried out"), State.FAILED)])
    waits = found.stage in (stage.NOTIFIED, stage.SECRET)
    begun = State.DONE if found.started_at else State.NOW if waits else State.NEXT
    steps.append(Step(_("Under way"), begun, found.started_at))
    over = State.DONE if found.ended_at else State.NOW if found.started_at else State.NEXT
    return Life([*steps, Step(_("Ended"), over, found.ended_at)])
