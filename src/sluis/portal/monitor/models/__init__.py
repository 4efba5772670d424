"""What staff write down while they watch."""

from sluis.portal.monitor.models.handover import ShiftHandover
from sluis.portal.monitor.models.observation import Observation
from sluis.portal.monitor.models.outage import Outage
from sluis.portal.monitor.models.reminder import Reminder

__all__ = ["Observation", "Outage", "Reminder", "ShiftHandover"]
