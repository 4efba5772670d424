"""What oversight keeps.

evidence    verifications and samples
alerts      rules and what they found
measures    measures, evaluations, evidence, improvements
standards   editions of standards, certificates and statements
assets      assets, environments, data sets
continuity  plans, exercises, backups, restores, exit arrangements
roster      who is on duty
notices     of changes in policies and plans
"""

from sluis.portal.oversight.models.alerts import Alert, Rule
from sluis.portal.oversight.models.assets import Asset, DataSet, Environment
from sluis.portal.oversight.models.continuity import Arrangement, Backup, Exercise, Plan, Restore
from sluis.portal.oversight.models.evidence import Mark, Sample, Verification
from sluis.portal.oversight.models.measures import Evaluation, Improvement, Measure, Proof, Reference, Theme
from sluis.portal.oversight.models.notices import Notice
from sluis.portal.oversight.models.roster import Shift
from sluis.portal.oversight.models.standards import Attestation, Standard

__all__ = [
    "Alert",
    "Arrangement",
    "Asset",
    "Attestation",
    "Backup",
    "DataSet",
    "Environment",
    "Evaluation",
    "Exercise",
    "Improvement",
    "Mark",
    "Measure",
    "Notice",
    "Plan",
    "Proof",
    "Reference",
    "Restore",
    "Rule",
    "Sample",
    "Shift",
    "Standard",
    "Theme",
    "Verification",
]
