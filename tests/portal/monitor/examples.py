"""Records for the walk through every address; all of them are the operator's own."""

from datetime import timedelta

import casting
import watching

from sluis.portal.access.models import Organisation
from sluis.portal.monitor.models import Observation, Outage, Reminder, ShiftHandover


def examples(home: Organisation) -> dict[str, dict[str, object]]:
    """Address → ids."""
    now = casting.now()
    delivery = watching.delivery(route=watching.route(source=home))
    attempt = watching.attempt(organisation=home)
    note = casting.make(Observation(
        organisation=home, delivery=delivery, text="Proefopmerking over de levering", made_at=now,
        made_by="program:test", due_at=now + timedelta(days=1), role="delivery-desk",
    ))  # fmt: skip
    outage = casting.make(Outage(
        organisation=home, starts_at=now - timedelta(days=2), text_nl="Proefstoring", text_en="Trial outage",
        announced_at=now, announced_by="program:test", over_at=now,
    ))  # fmt: skip
    handover = casting.make(ShiftHandover(organisation=home, window=1, note="Proefnotitie van de dienst", made_at=now,
                                          made_by="program:test"))  # fmt: skip
    casting.make(Reminder(organisation=home, delivery=delivery, kind="waits", sent_at=now))
    pages: dict[str, object] = {
        "attempt": attempt, "note-attempt": attempt, "note-delivery": delivery, "close": note, "handover": handover,
        "accept": handover, "outage": outage, "end": outage, "move": outage,
    }  # fmt: skip
    return {f"monitor:{name}": {"pk": one.pk} for name, one in pages.items()}  # type: ignore[attr-defined]
