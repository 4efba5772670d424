"""How things stand: four parts, each from a fixed number of queries, limited to what the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from sluis.deadlines import end_of_day
from sluis.portal.access.actor import Actor
from sluis.portal.access.recognising import day_of
from sluis.portal.deliveries import places
from sluis.portal.deliveries.authorising import TASK
from sluis.portal.deliveries.models import Attempt, Delivery, State, Upload
from sluis.portal.deliveries.reporting import worded
from sluis.portal.deliveries.rights import SEE
from sluis.portal.monitor.codes import CERTIFICATES, why
from sluis.portal.monitor.peculiar import unusual_rows, volumes
from sluis.portal.monitor.rows import Part, Row
from sluis.portal.rounds.selectors import overdue
from sluis.portal.tasks.models import Task
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.navigation import Text

RELAY_WITHIN = timedelta(minutes=10)
BYTES_WITHIN = timedelta(hours=1)
DOWNLOAD_WITHIN = timedelta(days=5)
LOOKED_BACK = timedelta(days=7)
MOST = 500
"""Lines of one kind that are read; whoever fills the gate with attempts fills no page."""
SHOWN = 200
"""Lines of one part that are shown; the number above it counts all that were read."""
LATE: dict[str, Text] = {
    "undecided": _("Nobody decided in time"),
    "unrelayed": _("Authorised and not relayed"),
    "stuck": _("No bytes for an hour"),
    "unfetched": _("Not downloaded for five days"),
    "round": _("Not delivered in time"),
}
"""Why something is late, by the beginning of its key."""


@dataclass
class Standing:
    """What the monitor shows at one moment.

    Attributes:
        actor: who looks, and when.
    """

    actor: Actor

    def rows(self, part: Part) -> list[Row]:
        """The lines of a part, the first ones when there are many."""
        return self._all[part][:SHOWN]

    def all(self, part: Part) -> list[Row]:
        """All lines of a part that were read."""
        return self._all[part]

    def count(self, part: Part) -> int:
        """How many there are."""
        return len(self._all[part])

    @cached_property
    def _all(self) -> dict[Part, list[Row]]:
        return {
            Part.RUNNING: [*self._arriving(), *self._waiting(), *self._relayed()],
            Part.LATE: [*self._undecided(), *self._unrelayed(), *self._stuck(), *self._unfetched(), *self._rounds()],
            Part.REFUSED: [*self._refused(), *self._attempts()],
            Part.UNUSUAL: [*unusual_rows(self._deliveries, self._back), *volumes(self._deliveries, self._at)],
        }

    @property
    def _at(self) -> datetime:
        return self.actor.at

    @property
    def _back(self) -> datetime:
        return self._at - LOOKED_BACK

    @property
    def _deliveries(self) -> QuerySet[Delivery]:
        seen: QuerySet[Delivery] = Delivery.objects.visible_to(self.actor, SEE)
        return seen.select_related("organisation", "recipient", "route").defer(
            "route__document", "route__specification", "prepared", "proof"
        )

    @cached_property
    def _uploads(self) -> list[Upload]:
        seen = Upload.objects.visible_to(self.actor, SEE).filter(state=Upload.State.ARRIVING)
        related = seen.select_related("organisation", "delivery__recipient").defer("manifest", "signature", "report")
        return list(related.order_by("began_at", "pk")[:MOST])

    @cached_property
    def _underway(self) -> list[Delivery]:
        found = self._deliveries.filter(state__in=(State.CHECKED, State.AUTHORISED))
        return list(found.order_by("checked_at", "pk")[:MOST])

    @cached_property
    def _due(self) -> dict[str, datetime]:
        """By when somebody decides about each delivery that waits, as its task says."""
        tasks = Task.everything.filter(kind=TASK, state=Task.State.OPEN).exclude(due_at=None)
        return {about: due for about, due in tasks.values_list("about", "due_at") if due}

    def _arriving(self) -> Iterable[Row]:
        for upload in self._uploads:
            yield _upload_row(upload, _("Arriving"), Tone.INFO, upload.began_at, share=_share(upload))

    def _waiting(self) -> Iterable[Row]:
        for state, group in (
            (State.CHECKED, _("Waits for authorisation")),
            (State.AUTHORISED, _("Waits for the relay")),
        ):
            for one in self._underway:
                if one.state == state:
                    tone = Tone.WARNING if state is State.CHECKED else Tone.INFO
                    yield delivery_row(one, state.label, tone, _moment(one, state), group=group)

    def _relayed(self) -> Iterable[Row]:
        midnight = end_of_day(day_of(self._at) - timedelta(days=1))
        for one in self._deliveries.filter(relayed_at__gt=midnight).order_by("-relayed_at", "pk")[:MOST]:
            yield delivery_row(
                one, one.get_state_display(), Tone.GOOD, one.relayed_at, group=_("Relayed today"), key="relayed"
            )

    def _undecided(self) -> Iterable[Row]:
        for one in self._underway:
            due = self._due.get(one.subject)
            if one.state == State.CHECKED and due is not None and due < self._at:
                yield delivery_row(one, LATE["undecided"], Tone.DANGER, due, key="undecided")

    def _unrelayed(self) -> Iterable[Row]:
        for one in self._underway:
            if one.state == State.AUTHORISED and _before(one.authorised_at, self._at - RELAY_WITHIN):
                yield delivery_row(one, LATE["unrelayed"], Tone.DANGER, one.authorised_at, key="unrelayed")

    def _stuck(self) -> Iterable[Row]:
        for upload in self._uploads:
            last = _last_bytes(upload)
            if last < self._at - BYTES_WITHIN:
                yield _upload_row(upload, LATE["stuck"], Tone.WARNING, last, share=_share(upload), key="stuck")

    def _unfetched(self) -> Iterable[Row]:
        waits = self._deliveries.filter(state=State.AVAILABLE, available_at__lt=self._at - DOWNLOAD_WITHIN)
        for one in waits.order_by("available_at", "pk")[:MOST]:
            yield delivery_row(one, LATE["unfetched"], Tone.WARNING, one.available_at, key="unfetched")

    def _rounds(self) -> Iterable[Row]:
        for one in overdue(day_of(self._at)):
            who = f"{one.organisation} → {one.recipient}"
            since = end_of_day(one.final_until)
            yield Row(f"round-{one.pk}", "round", str(one.pk), one.name, who, LATE["round"], Tone.WARNING,
                      since, why=one.schedule.flow.exchange)  # fmt: skip

    def _refused(self) -> Iterable[Row]:
        refused = self._deliveries.filter(state=State.REFUSED, refused_at__gt=self._back)
        for one in refused.order_by("-refused_at", "pk")[:MOST]:
            message = worded(one.report, get_language() or "nl").get("message", "")
            said = " – ".join(part for part in (one.code, message, one.explanation) if part)
            yield delivery_row(one, _("Delivery refused"), Tone.DANGER, one.refused_at, why=said, group=_("Deliveries"))

    def _attempts(self) -> Iterable[Row]:
        seen = Attempt.objects.visible_to(self.actor, SEE).filter(last_at__gt=self._back)
        for one in seen.select_related("organisation").order_by("-last_at", "pk")[:MOST]:
            yield attempt_row(one)


def delivery_row(
    one: Delivery, state: Any, tone: Tone, since: datetime | None, *, why: str = "", group: Any = "", key: str = ""
) -> Row:
    """The line of a delivery."""
    return Row(
        f"{key or 'delivery'}-{one.pk}", "delivery", str(one.pk), one.number, f"{one.organisation} → {one.recipient}",
        state, tone, since, why=why, group=group, test=one.test,
    )  # fmt: skip


def attempt_row(one: Attempt) -> Row:
    """The line of an attempt: how often, by whom, with which key."""
    who = one.party_id or _("nobody known")
    said = f"{one.code} – {why(one)}"
    tone = Tone.DANGER if one.code in CERTIFICATES else Tone.WARNING
    return Row(
        f"attempt-{one.pk}", "attempt", str(one.pk), str(one.get_what_display()), f"{who} ({one.organisation})",
        times(one), tone, one.last_at, why=said, group=_("Attempts at the gate"),
    )  # fmt: skip


def times(one: Attempt) -> Any:
    """How often, in words."""
    return ngettext_lazy("%(count)d time", "%(count)d times", one.times) % {"count": one.times}


def _upload_row(one: Upload, state: Any, tone: Tone, since: datetime, *, share: int, key: str = "upload") -> Row:
    delivery = one.delivery
    who = f"{one.organisation} → {delivery.recipient}" if delivery else str(one.organisation)
    name = delivery.number if delivery else str(_("Not known yet"))
    kind, pk = ("delivery", delivery.pk) if delivery else ("upload", one.pk)
    return Row(
        f"{key}-{one.pk}", kind, str(pk), name, who, state, tone, since, share=share, group=_("Arriving"),
        test=bool(delivery and delivery.test),
    )  # fmt: skip


def _share(upload: Upload) -> int:
    """How much has arrived, in per cent, rounded down so that 100 is all of it."""
    try:
        there = places.arriving(upload.pk).stat().st_size
    except FileNotFoundError:
        return 0
    return min(100, 100 * there // max(upload.length, 1))


def _last_bytes(upload: Upload) -> datetime:
    """When the last bytes came."""
    try:
        return datetime.fromtimestamp(places.arriving(upload.pk).stat().st_mtime, tz=upload.began_at.tzinfo)
    except FileNotFoundError:
        return upload.began_at


def _moment(one: Delivery, state: State) -> datetime | None:
    return one.checked_at if state is State.CHECKED else one.authorised_at


def _before(moment: datetime | None, other: datetime) -> bool:
    return moment is not None and moment < other
