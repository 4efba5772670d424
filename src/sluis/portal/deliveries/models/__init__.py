"""What is kept about deliveries: never a value from one."""

from sluis.portal.deliveries.models.account import Account, Session
from sluis.portal.deliveries.models.delivery import STEPS, Delivery, Lease, State
from sluis.portal.deliveries.models.refusal import Attempt
from sluis.portal.deliveries.models.remark import Remarks
from sluis.portal.deliveries.models.route import Route
from sluis.portal.deliveries.models.rule import Autorule
from sluis.portal.deliveries.models.upload import Upload

__all__ = [
    "STEPS",
    "Account",
    "Attempt",
    "Autorule",
    "Delivery",
    "Lease",
    "Remarks",
    "Route",
    "Session",
    "State",
    "Upload",
]
