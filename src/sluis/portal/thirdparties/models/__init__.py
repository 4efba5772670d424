"""Processors, agreements with them, samples and what was checked."""

from sluis.portal.thirdparties.models.processing import Dpa, Processor, dpa_kinds, notice_terms
from sluis.portal.thirdparties.models.research import Compliancecheck, Compliancesample

__all__ = ["Compliancecheck", "Compliancesample", "Dpa", "Processor", "dpa_kinds", "notice_terms"]
