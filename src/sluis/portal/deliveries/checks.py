"""What the desk looks at before it decides about a delivery."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from sluis.agreement.asking import of_delivery, require_all
from sluis.portal.deliveries.authorising import warned_percent
from sluis.portal.deliveries.findings import counts
from sluis.portal.deliveries.models import Delivery
from sluis.portal.deliveries.questions import policy_of, require_registered
from sluis.portal.deliveries.unusual import before
from sluis.portal.deliveries.wording import unusual_words
from sluis.portal.ui.navigation import Text
from sluis.portal.ui.refusing import worded
from sluis.portal.ui.templatetags.ui import number
from sluis.refusals import Refused, Severity

MANY_PERCENT = 25


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, and how it looks: good, `w` or `f`."""

    words: Text
    tone: str = ""

    @property
    def icon(self) -> str:
        """Its sign."""
        return {"": "circle-check", "w": "alert-triangle"}.get(self.tone, "circle-x")


def checks(found: Delivery, at: datetime) -> list[Check]:
    """All of them, in the order in which one asks."""
    return [_agreement(found, at), _signed(found, at), _rows(found), _warnings(found), *_unusual(found)]


def _agreement(found: Delivery, at: datetime) -> Check:
    try:
        terms = found.route.terms
        require_all(terms, policy_of(found.route, at), of_delivery(terms), at)
    except Refused as refused:
        return Check(worded(refused)["sentence"], "f")
    if not terms.in_force(at):
        return Check(gettext("The agreement is not in force today"), "f")
    return Check(gettext("Agreement in force"))


def _signed(found: Delivery, at: datetime) -> Check:
    """Signature and specification were checked on arrival; since then a certificate can have been revoked."""
    try:
        require_registered(found.route.source_party, "source", found.source_key, at)
        if found.specification_sha256 != found.route.terms.specification_sha256:
            return Check(gettext("Another specification than the agreement names today"), "w")
    except Refused as refused:
        return Check(worded(refused)["sentence"], "f")
    return Check(gettext("Signature and specification are right"))


def _rows(found: Delivery) -> Check:
    last = before(found)
    if last is None:
        words = gettext("%(rows)s rows; there is none to compare with") % {"rows": number(found.rows)}
        return Check(words, "w")
    differs = round(100 * (found.rows - last.rows) / max(last.rows, 1))
    words = gettext("%(rows)s rows, %(differs)+d %% against the last one") % {
        "rows": number(found.rows), "differs": differs,
    }  # fmt: skip
    return Check(words, "w" if abs(differs) > MANY_PERCENT else "")


def _warnings(found: Delivery) -> Check:
    share = warned_percent(found)
    if share is None:
        return Check(gettext("The source sent no processing report"), "w")
    count = counts(found.prepared)[Severity.WARNING]
    if not count:
        return Check(gettext("No warnings"))
    words = ngettext(
        "%(count)s warning (%(share)s %% of the rows)", "%(count)s warnings (%(share)s %% of the rows)", count
    )
    return Check(words % {"count": number(count), "share": share}, "w")


def _unusual(found: Delivery) -> Iterator[Check]:
    yield from (Check(words, "w") for words in unusual_words(found.unusual))
