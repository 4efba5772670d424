"""What an agreement asks for before its controller may audit; all of it fields of the regime, nothing per party.

Pure: what is missing follows from the regime and from what stands in the audit.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from sluis.agreement.regime import Audit as Rule
from sluis.agreement.regime import AuditRegime
from sluis.portal.ui.navigation import Text


class Need(StrEnum):
    """A step that comes first, in the order in which they are taken."""

    BREACH = "breach"
    NOTICE = "notice"
    CERTIFICATES_ASKED = "certificates-asked"
    CERTIFICATES_ASSESSED = "certificates-assessed"
    GROUNDS = "grounds"


NEEDS: Mapping[Need, Text] = {
    Need.BREACH: _("A breach, or a suspected one, with its date"),
    Need.NOTICE: _("A written notice"),
    Need.CERTIFICATES_ASKED: _("The certificates requested"),
    Need.CERTIFICATES_ASSESSED: _("The certificates assessed"),
    Need.GROUNDS: _("Reasonable grounds: no or insufficient assurance, or reasonable doubt"),
}


class Steps(Protocol):
    """What an audit has of them."""

    notice: str
    certificates_asked_at: datetime | None
    certificates_assessed_at: datetime | None
    opinion: str
    doubt: str
    grounds: str
    breach_reference: str
    breach_on: date | None


def needs(rule: Rule) -> tuple[Need, ...]:
    """What an agreement asks for."""
    wanted = {
        Need.BREACH: rule.regime is AuditRegime.AFTER_BREACH,
        Need.NOTICE: rule.written_notice,
        Need.CERTIFICATES_ASKED: rule.certificates_first,
        Need.CERTIFICATES_ASSESSED: rule.certificates_first,
        Need.GROUNDS: rule.grounds,
    }
    return tuple(need for need in Need if wanted[need])


def met(need: Need, audit: Steps) -> bool:
    """Whether a step was taken; blank words are none."""
    match need:
        case Need.BREACH:
            return bool(audit.breach_reference.strip() and audit.breach_on)
        case Need.NOTICE:
            return bool(audit.notice.strip())
        case Need.CERTIFICATES_ASKED:
            return audit.certificates_asked_at is not None
        case Need.CERTIFICATES_ASSESSED:
            return audit.certificates_assessed_at is not None and bool(audit.opinion.strip())
        case Need.GROUNDS:
            return bool(audit.doubt and audit.grounds.strip())


def missing(rule: Rule, audit: Steps) -> tuple[Need, ...]:
    """What has to be done still."""
    return tuple(need for need in needs(rule) if not met(need, audit))
