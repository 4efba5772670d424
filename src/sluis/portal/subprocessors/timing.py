"""What time does: objection periods pass, certificates expire, and what was left behind catches up."""

from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Term
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.recognising import day_of
from sluis.portal.subprocessors import telling
from sluis.portal.subprocessors.announcing import catch_up
from sluis.portal.subprocessors.models import Subcertificate, Subnotice, Subprocessor
from sluis.portal.subprocessors.objecting import fail, held
from sluis.portal.subprocessors.renewing import renew
from sluis.portal.subprocessors.rights import RUN
from sluis.portal.tasks.giving import settle
from sluis.portal.tasks.models import Task

At = Subnotice.State
SOON = Term.read("60 days")


def move(actor: Actor) -> int:
    """Bring everything up to now; for the timetable. How many things moved."""
    return lapse(actor) + catch_up(actor) + renew(actor)


def lapse(actor: Actor) -> int:
    """Periods that passed: without an objection there is none any more, and an open one was not resolved (Z-78)."""
    today = day_of(actor.at)
    found = Subnotice.everything.filter(Subnotice.living(), state__in=[At.OPEN, At.OBJECTED], objection_until__lt=today)
    passed = list(found.order_by("objection_until", "pk"))
    for notice in passed:
        with held(actor, RUN, notice) as (change, current):
            if current.state == At.OBJECTED:
                fail(change, current)
                continue
            current.state = At.LAPSED
            current.save()
            change.record("subnotice.lapsed", current)
            settle(change, kind=telling.OBJECT, subject=current)
    return len(passed)


def warn(actor: Actor) -> int:
    """Give a task for each certificate that expires within two months, or whose edition was withdrawn (A29)."""
    warned = 0
    current = Subcertificate.everything.filter(replaced_at=None).exclude(subprocessor__state=Subprocessor.State.STOPPED)
    for one in current.select_related("standard", "subprocessor", "organisation").order_by("pk"):
        if _is_due(one, actor) and not Task.everything.filter(kind=telling.CERTIFICATE, about=one.subject).exists():
            warned += 1
            with changing(actor, RUN, on=one) as change:
                telling.ask(
                    change, one.organisation, telling.CERTIFICATE, _("Ask %(name)s for its new certificate %(what)s"),
                    one, facts={"name": one.subprocessor.name, "what": str(one.standard)},
                    url_name="subprocessors:subprocessor", page=one.subprocessor, until=one.valid_until,
                )  # fmt: skip
    return warned


def _is_due(one: Subcertificate, actor: Actor) -> bool:
    today = day_of(actor.at)
    return one.valid_until <= SOON.day_after(today) or one.standard.is_withdrawn(today)
