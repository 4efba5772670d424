"""What a person is in an organisation. Which rights go with a role, each app declares with its rights."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """The roles of the agreements (P-97 and their like)."""

    ADMINISTRATOR = "administrator"
    BOARD = "board"
    MANAGEMENT = "management"
    CONTRACT_MANAGER = "contract-manager"
    SERVICE_DESK = "service-desk"
    SECURITY_OFFICER = "security-officer"
    DPO = "dpo"
    PRIVACY_COORDINATOR = "privacy-coordinator"
    AUDITOR = "auditor"
    AUDITEE = "auditee"
    MANAGER = "manager"
    ACTION_OWNER = "action-owner"
    DELIVERER = "deliverer"
    DELIVERY_DESK = "delivery-desk"

    @property
    def label(self) -> Promise:
        """Its name."""
        return _LABELS[self]

    @property
    def duty(self) -> Promise:
        """What somebody with this role does."""
        return _DUTIES[self]


_LABELS = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.BOARD: _("Board"),
    Role.MANAGEMENT: _("Operator's management"),
    Role.CONTRACT_MANAGER: _("Contract manager"),
    Role.SERVICE_DESK: _("Service desk"),
    Role.SECURITY_OFFICER: _("Security officer"),
    Role.DPO: _("Data protection officer"),
    Role.PRIVACY_COORDINATOR: _("Privacy coordinator"),
    Role.AUDITOR: _("Auditor"),
    Role.AUDITEE: _("Auditee"),
    Role.MANAGER: _("Manager"),
    Role.ACTION_OWNER: _("Action owner"),
    Role.DELIVERER: _("Deliverer"),
    Role.DELIVERY_DESK: _("Delivery desk"),
}

_DUTIES = {
    Role.ADMINISTRATOR: _("Invites people, gives and withdraws roles, keeps the organisation's data."),
    Role.BOARD: _("Decides and signs for the organisation."),
    Role.MANAGEMENT: _("Decides for the operator, together with a subscriber's board where the terms say so."),
    Role.CONTRACT_MANAGER: _("Keeps agreements, contacts and mandates."),
    Role.SERVICE_DESK: _("Helps people and watches deliveries; sees no keys and no content."),
    Role.SECURITY_OFFICER: _("Keeps measures, certificates, assets and alerts."),
    Role.DPO: _("Watches over privacy: registers, breaches, requests."),
    Role.PRIVACY_COORDINATOR: _("Keeps the organisation's privacy data up to date."),
    Role.AUDITOR: _("Reads and verifies; changes nothing but audit records."),
    Role.AUDITEE: _("Answers an audit's questions."),
    Role.MANAGER: _("Manages registers and their processings."),
    Role.ACTION_OWNER: _("Carries out the tasks that were assigned."),
    Role.DELIVERER: _("Prepares and delivers files for the organisation."),
    Role.DELIVERY_DESK: _("Watches and authorises deliveries; sees nothing else, no keys and no content."),
}

OPERATOR_ONLY = frozenset((Role.MANAGEMENT, Role.SERVICE_DESK, Role.DELIVERY_DESK))
"""Roles that only the operator's own staff can have."""

OTHERS_ONLY = frozenset((Role.PRIVACY_COORDINATOR, Role.AUDITEE, Role.DELIVERER))
"""Roles that make no sense at the operator."""


def roles_for(*, operator: bool) -> tuple[Role, ...]:
    """The roles that people of an organisation can have."""
    left_out = OTHERS_ONLY if operator else OPERATOR_ONLY
    return tuple(role for role in Role if role not in left_out)
