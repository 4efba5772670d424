"""What is kept about organisations.

party         a party's data, its roles and who may sign for it
places        establishments, and codes by which others know it
relations     successions and memberships
contacts      whom to tell, and who stands in
certificates  enrolments and certificates of the exchange
secrecy       confidentiality agreements of its own
history       earlier values
"""

from sluis.portal.organisations.models.certificates import Certificate, Enrolment, ExchangeRole
from sluis.portal.organisations.models.contacts import Absence, Assignment, Contact
from sluis.portal.organisations.models.history import Revision
from sluis.portal.organisations.models.party import Counter, Party, PartyRole, Representative
from sluis.portal.organisations.models.places import Establishment, PartyCode
from sluis.portal.organisations.models.relations import Membership, Succession
from sluis.portal.organisations.models.secrecy import SecrecyAgreement, SecrecyState

__all__ = [
    "Absence",
    "Assignment",
    "Certificate",
    "Contact",
    "Counter",
    "Enrolment",
    "Establishment",
    "ExchangeRole",
    "Membership",
    "Party",
    "PartyCode",
    "PartyRole",
    "Representative",
    "Revision",
    "SecrecyAgreement",
    "SecrecyState",
    "Succession",
]
