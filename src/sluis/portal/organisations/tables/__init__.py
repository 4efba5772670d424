"""Tables about organisations."""

from sluis.portal.organisations.tables.contacts import AbsenceTable, AssignmentTable, ContactTable
from sluis.portal.organisations.tables.data import CodeTable, EstablishmentTable, RepresentativeTable, RoleTable
from sluis.portal.organisations.tables.exchange import CertificateTable, EnrolmentTable
from sluis.portal.organisations.tables.lists import HistoryTable, PartyTable
from sluis.portal.organisations.tables.others import MandateTable, MembershipTable, SuccessionTable
from sluis.portal.organisations.tables.secrecy import SecrecyTable

__all__ = [
    "AbsenceTable",
    "AssignmentTable",
    "CertificateTable",
    "CodeTable",
    "ContactTable",
    "EnrolmentTable",
    "EstablishmentTable",
    "HistoryTable",
    "MandateTable",
    "MembershipTable",
    "PartyTable",
    "RepresentativeTable",
    "RoleTable",
    "SecrecyTable",
    "SuccessionTable",
]
