"""What is kept about agreements.

main        service agreements, to which processing agreements are attached
agreement   agreements and their versions, each an exact value
signing     who signed what, and by what authority
happening   the steps in an agreement's life, and consents of the controller
flow        deliveries of the exchange under an agreement, and the policy that the custodian signed
announcing  what the operator tells all parties beforehand, and what they answer
registry    quality registries and their entry in the statutory register
terms       delivery terms, and who accepted them
"""

from sluis.portal.agreements.models.agreement import Agreement, Stage, Version
from sluis.portal.agreements.models.announcing import Announcement, Reply
from sluis.portal.agreements.models.flow import Flow
from sluis.portal.agreements.models.happening import Consent, Happening
from sluis.portal.agreements.models.main import MainAgreement
from sluis.portal.agreements.models.registry import QualityRegistry
from sluis.portal.agreements.models.signing import Signature
from sluis.portal.agreements.models.terms import Acceptance

__all__ = [
    "Acceptance",
    "Agreement",
    "Announcement",
    "Consent",
    "Flow",
    "Happening",
    "MainAgreement",
    "QualityRegistry",
    "Reply",
    "Signature",
    "Stage",
    "Version",
]
