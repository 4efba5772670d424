"""How long something still takes, in words."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sluis.portal.ui.moments import AMSTERDAM, local


def remaining(until: date | datetime, at: datetime | None = None) -> str:
    """Days from today, by the calendar of Amsterdam: "today", "in 3 days", "2 days late"."""
    today = timezone.localtime(at, AMSTERDAM).date()
    end = local(until).date() if isinstance(until, datetime) else until
    days = (end - today).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
