"""Keeping the rules that authorise, and whether production waits for a test."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.deliveries.models import Autorule, Route
from sluis.portal.deliveries.rights import RULE
from sluis.portal.organisations.keeping import locked
from sluis.portal.oversight.selectors import operator
from sluis.refusals import Refused
from sluis.refusals.catalogue import access


def make(actor: Actor, *, data: Mapping[str, Any]) -> Autorule:
    """Let deliveries of a kind through from now on, without somebody looking at each."""
    with changing(actor, RULE, on=operator()) as change:
        made = Autorule(organisation=operator(), made_at=actor.at, made_by=actor.name, **data)
        made.full_clean()
        made.save(force_insert=True)
        change.record("autorule.made", made)
    return made


def change(actor: Actor, *, rule: Autorule, data: Mapping[str, Any]) -> Autorule:
    """What it asks is another thing from now on; what it let through before stays so."""
    with changing(actor, RULE, on=rule) as made:
        found = locked(Autorule, rule.pk)
        for name, value in data.items():
            setattr(found, name, value)
        found.full_clean()
        found.save()
        made.record("autorule.changed", found)
    return found


def switch(actor: Actor, *, rule: Autorule, on: bool) -> Autorule:
    """In use or not.

    Raises:
        Refused: GONE_ALREADY when it stands so already.
    """
    with changing(actor, RULE, on=rule) as made:
        found = locked(Autorule, rule.pk)
        if found.is_on == on:
            raise Refused(access.GONE_ALREADY)
        found.is_on = on
        found.save()
        made.record("autorule.switched-on" if on else "autorule.switched-off", found)
    return found


def require_test(actor: Actor, *, route: Route, needed: bool, reason: str) -> Route:
    """Whether production under an agreement waits for a test that its recipient accepted.

    Args:
        reason: a code, of `wording.TEST_REASONS`; it stands in the evidence.
    Raises:
        Refused: GONE_ALREADY when it stands so already.
    """
    with changing(actor, RULE, on=route) as made:
        found = locked(Route, route.pk)
        if found.needs_test == needed:
            raise Refused(access.GONE_ALREADY)
        found.needs_test = needed
        found.save()
        kind = "route.test-needed" if needed else "route.test-not-needed"
        made.record(kind, found, objects={"agreement": found.exchange, "code": reason})
    return found


def in_words(rule: Autorule) -> str:
    """What a rule does, in a few plain sentences."""
    what = gettext("Test deliveries") if rule.tests else gettext("Deliveries of real data")
    under = (
        gettext("under %(agreement)s") % {"agreement": rule.route.exchange}
        if rule.route
        else gettext("under every agreement")
    )
    conditions = list(_conditions(rule))
    if not conditions:
        return gettext("%(what)s %(under)s are authorised at once, unless something about them is unusual.") % {
            "what": what, "under": under,
        }  # fmt: skip
    return gettext("%(what)s %(under)s are authorised at once when %(conditions)s; never when something is unusual.") % {
        "what": what, "under": under, "conditions": gettext(" and ").join(conditions),
    }  # fmt: skip


def _conditions(rule: Autorule) -> Any:
    if rule.earlier:
        words = ngettext(
            "%(count)d of the kind went well before", "%(count)d of the kind went well before", rule.earlier
        )
        yield words % {"count": rule.earlier}
    if rule.within_percent is not None:
        yield gettext("the rows differ at most %(percent)d %% from the last one") % {"percent": rule.within_percent}
    if rule.warnings_percent is not None:
        yield gettext("at most %(percent)d %% of the rows have a warning") % {"percent": rule.warnings_percent}
    if rule.in_round:
        yield gettext("it counts for a round of the calendar")
