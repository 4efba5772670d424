"""The rules look at the evidence (Z-56): a job that goes on where it stopped, and raises an alert once.

    count     so many events within the time, ending with one that is new
    volume    so many times the usual number: the mean of the four weeks before
    absence   nothing within the time, although the rule is as old as that

An alert stands for all events of its rule about the same actor, organisation or object until it is closed; then only later
events count. What was looked at is remembered apart from the records, so that a round in which nothing happened leaves
no event and the next has nothing to do.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Min, QuerySet

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.ledger.models import Entry
from sluis.portal.oversight.alerting import raise_alert
from sluis.portal.oversight.models import Alert, Mark, Rule
from sluis.portal.oversight.models.alerts import OPEN
from sluis.portal.oversight.rights import HANDLE_ALERTS
from sluis.portal.oversight.selecting import event_in, of_kinds, split, standing

USUAL = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found about one actor, organisation or object."""

    about: str
    count: int
    first_at: datetime | None
    last_at: datetime | None
    until: int


def watch(actor: Actor) -> int:
    """The job: all rules that are in use; how many alerts were raised."""
    until = standing()
    rules = list(Rule.everything.filter(is_on=True).select_related("organisation"))
    marks = dict(Mark.objects.filter(name__startswith="rule:").values_list("name", "n"))
    last = _last_alerts()
    raised = 0
    for rule in rules:
        after = marks.get(_mark(rule), -1)
        handled = last.get(rule.pk, {})
        for found in _found(rule, after, until, handled, actor.at):
            raised += _raise(actor, rule, found)
        if until != after:
            Mark.objects.update_or_create(name=_mark(rule), defaults={"n": until})
    return raised


def _mark(rule: Rule) -> str:
    return f"rule:{rule.pk}"


def _last_alerts() -> dict[Any, dict[str, tuple[int, bool]]]:
    """Of each rule and what it is about: up to which event it was alerted, and whether that is still open."""
    rows = Alert.everything.values("rule_id", "about").annotate(until=Max("until"))
    last: dict[Any, dict[str, tuple[int, bool]]] = {}
    for row in rows:
        last.setdefault(row["rule_id"], {})[row["about"]] = (row["until"], False)
    for rule, about in Alert.everything.filter(state__in=OPEN).values_list("rule_id", "about"):
        last[rule][about] = (last[rule][about][0], True)
    return last


def _found(rule: Rule, after: int, until: int, handled: dict[str, tuple[int, bool]], at: datetime) -> Iterator[Found]:
    ways = {"count": _counted, "volume": _unusual, "absence": _absent}
    for found in ways[rule.way](rule, after, until, handled, at):
        if not handled.get(found.about, (-1, False))[1]:
            yield found


def _events(rule: Rule) -> QuerySet[Entry]:
    found = Entry.objects.filter(of_kinds(rule.patterns))
    return found.filter(outcome=rule.outcome) if rule.outcome else found


def _window(rule: Rule) -> timedelta:
    return timedelta(hours=rule.window_hours)


def _counted(
    rule: Rule, after: int, until: int, handled: dict[str, tuple[int, bool]], _at: datetime
) -> Iterator[Found]:
    """The fullest window of each that has a new event in it."""
    new = _events(rule).filter(n__gt=after, n__lte=until)
    since = new.aggregate(first=Min("at"))["first"]
    if since is None:
        return
    rows = _events(rule).filter(n__lte=until, at__gte=since - _window(rule)).order_by("n")
    windows: dict[str, deque[tuple[int, datetime]]] = {}
    best: dict[str, Found] = {}
    for entry in rows.iterator(chunk_size=2_000):
        about = _about(rule, entry)
        if about is None or entry.n <= handled.get(about, (-1, False))[0] or not _has_code(rule, entry):
            continue
        window = windows.setdefault(about, deque())
        window.append((entry.n, entry.at))
        while window[0][1] <= entry.at - _window(rule):
            window.popleft()
        fuller = about not in best or len(window) >= best[about].count
        if entry.n > after and len(window) >= rule.threshold and fuller:
            best[about] = Found(about, len(window), window[0][1], entry.at, entry.n)
    yield from best.values()


def _unusual(
    rule: Rule, _after: int, until: int, handled: dict[str, tuple[int, bool]], at: datetime
) -> Iterator[Found]:
    """Those with many times their usual number in the last window."""
    begin = at - _window(rule)
    now = _grouped(rule, _events(rule).filter(n__lte=until, at__gt=begin, at__lte=at))
    usual = _grouped(rule, _events(rule).filter(at__gt=begin - USUAL, at__lte=begin))
    for about, (count, first, last, n) in now.items():
        mean = usual.get(about, (0, None, None, -1))[0] * (_window(rule) / USUAL)
        if n > handled.get(about, (-1, False))[0] and count >= rule.threshold and count > rule.factor * max(mean, 1):
            yield Found(about, count, first, last, n)


def _absent(
    rule: Rule, _after: int, _until: int, handled: dict[str, tuple[int, bool]], at: datetime
) -> Iterator[Found]:
    """Nothing for so long; a young installation has had no time yet."""
    begin = at - _window(rule)
    if _events(rule).filter(at__gt=begin).exists() or not Entry.objects.filter(at__lte=begin).exists():
        return
    last = _events(rule).aggregate(last=Max("at"), n=Max("n"))
    if handled.get("", (-2, False))[0] >= (-1 if last["n"] is None else last["n"]):
        return  # it was said already, and nothing came since
    yield Found("", 0, None, last["last"], -1 if last["n"] is None else last["n"])


def _grouped(rule: Rule, rows: QuerySet[Entry]) -> dict[str, tuple[int, datetime | None, datetime | None, int]]:
    measured = {"count": Count("n"), "first": Min("at"), "last": Max("at"), "until": Max("n")}
    if not rule.per:
        whole = rows.aggregate(**measured)
        return {"": (whole["count"], whole["first"], whole["last"], whole["until"])} if whole["count"] else {}
    found = rows.values(rule.per).annotate(**measured).order_by()
    named = ((_named(rule, row[rule.per]), row) for row in found)
    return {about: (row["count"], row["first"], row["last"], row["until"]) for about, row in named if about}


NOBODY = ("anybody", "program:gate")
"""Who is not signed in, and who knocks at the gate and is not let in; rules about the gate count those by what they are about."""


def _about(rule: Rule, entry: Entry) -> str | None:
    return _named(rule, getattr(entry, rule.per)) if rule.per else ""


def _named(rule: Rule, value: Any) -> str | None:
    """None for events that are of nobody in particular: a rule that counts each by itself leaves them out."""
    if not value or value in NOBODY:
        return None
    return f"organisation:{value}" if rule.per == Rule.Per.ORGANISATION else str(value)


def _has_code(rule: Rule, entry: Entry) -> bool:
    wanted = split(rule.codes)
    if not wanted:
        return True
    event = event_in(entry)
    return event is not None and event.objects.get("code") in wanted


def _raise(actor: Actor, rule: Rule, found: Found) -> bool:
    """Once: another process that was first wins."""
    home: Organisation = rule.organisation
    alert = Alert(
        organisation=home, rule=rule, about=found.about, severity=rule.severity, count=found.count,
        first_at=found.first_at, last_at=found.last_at, until=found.until, raised_at=actor.at,
    )  # fmt: skip
    try:
        with transaction.atomic(), changing(actor, HANDLE_ALERTS, on=alert) as change:
            if Alert.everything.filter(rule=rule, about=found.about, state__in=OPEN).exists():
                raise IntegrityError
            raise_alert(change, alert, home)
    except IntegrityError:
        return False
    return True
