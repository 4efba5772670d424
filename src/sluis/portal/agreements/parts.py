"""The parts of a draft that are changed one by one: single values, groups of the regime, and lists of rows."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import (
    Contact,
    ContactKind,
    Contract,
    Flow,
    ListedSubprocessor,
    MainAgreement,
    Measure,
    Party,
    Reference,
    Side,
    Statutory,
)
from sluis.agreement.grounds import Ground, GroundKind
from sluis.agreement.processings import Processing
from sluis.agreement.regime import Regime
from sluis.portal.agreements.wording import CLAUSES
from sluis.portal.ui.navigation import Text


@dataclass(frozen=True, slots=True)
class Part:
    """Something of a contract that has a form.

    Attributes:
        name: in addresses.
        path: from the contract to it, `regime.breach`; empty for the contract itself.
        kind: its class; of lists, the class of a row.
        rows: it is a list of rows.
        empty: a new row.
        only: of the contract itself, the fields that this part shows.
    """

    name: str
    label: Text
    path: str
    kind: type
    rows: bool = False
    empty: Any = None
    only: tuple[str, ...] = ()

    def of(self, contract: Contract) -> Any:
        """What it is in a contract."""
        value: Any = contract
        for step in filter(None, self.path.split(".")):
            value = getattr(value, step)
        return value

    def put(self, contract: Contract, value: Any) -> Contract:
        """The contract with another value of it."""
        found: Contract = _put(contract, [step for step in self.path.split(".") if step], value)
        return found


def _put(whole: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    return replace(whole, **{path[0]: _put(getattr(whole, path[0]), path[1:], value)})


_EMPTY_ROW = Processing("", (), (), (), None, ("NL",), False, "", "")

ABOUT = Part(
    "about", _("Activities and purpose"), "", Contract,
    only=("programme", "starts_on", "ends_on", "activities", "general_purpose", "data_subject_count", "norms", "model"),
)  # fmt: skip

PARTS: tuple[Part, ...] = (
    ABOUT,
    Part("controller", _("Controller"), "controller", Party),
    Part("processor", _("Processor"), "processor", Party),
    Part("service", _("Service agreement"), "service", MainAgreement),
    Part("statutory", _("Statutory context"), "statutory", Statutory),
    Part("processings", _("Annex: processings"), "processings", Processing, True, _EMPTY_ROW),
    Part("measures", _("Annex: measures"), "measures", Measure, True, Measure("", "")),
    Part("subprocessors", _("Annex: subprocessors"), "subprocessors", ListedSubprocessor, True,
         ListedSubprocessor("", "", "NL", "")),
    Part("contacts", _("Annex: contacts"), "contacts", Contact, True,
         Contact(Side.CONTROLLER, ContactKind.DPO, "", "", "")),
    Part("flows", _("Annex: deliveries of the exchange"), "flows", Flow, True, Flow("", "", "", "")),
    *(
        Part(each, label, f"regime.{each}", type(getattr(Regime(), each)))
        for each, label in (
            ("place", CLAUSES[Clause.PLACE]),
            ("retention", CLAUSES[Clause.RETENTION]),
            ("instructions", CLAUSES[Clause.INSTRUCTIONS]),
            ("breach", CLAUSES[Clause.BREACH]),
            ("requests", CLAUSES[Clause.REQUESTS]),
            ("audit", CLAUSES[Clause.AUDIT]),
            ("reports", CLAUSES[Clause.REPORTS]),
            ("warranty", CLAUSES[Clause.WARRANTY]),
            ("costs", CLAUSES[Clause.COSTS]),
            ("liability", CLAUSES[Clause.LIABILITY]),
            ("default", CLAUSES[Clause.DEFAULT]),
            ("change", CLAUSES[Clause.CHANGE]),
            ("transfer", CLAUSES[Clause.TRANSFER]),
            ("duration", CLAUSES[Clause.TERM]),
            ("end", CLAUSES[Clause.END]),
            ("law", CLAUSES[Clause.LAW]),
        )
    ),
    Part("subprocessing", CLAUSES[Clause.SUBPROCESSORS], "regime.subprocessors", type(Regime().subprocessors)),
    Part("service-level", _("Service windows and measuring"), "regime.service", type(Regime().service)),
    Part("grounds", _("Grounds for termination"), "regime.default.grounds", Ground, True,
         Ground(GroundKind.DISSOLVED)),
    Part("references", _("Where clauses stand in another document"), "references", Reference, True,
         Reference(Clause.PURPOSE, "")),
)  # fmt: skip
"""All of them, in the order in which they are shown."""


def find(name: str) -> Part | None:
    """The one of this name."""
    return next((each for each in PARTS if each.name == name), None)
