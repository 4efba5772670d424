"""The annexes of an agreement as text: what is processed, measures, contacts, subprocessors, and every number at one glance."""

from collections.abc import Iterator

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Contact, Contract, ListedSubprocessor
from sluis.agreement.numbering import applying
from sluis.agreement.processings import Processing
from sluis.agreement.regime import BreachContacts
from sluis.portal.agreements.annexes import annexes_of
from sluis.portal.agreements.papers.conditions import holds
from sluis.portal.agreements.papers.facts import Facts, country, joined, reference
from sluis.portal.agreements.papers.texts import Texts
from sluis.portal.documents.rendering import paper
from sluis.portal.documents.rendering.paper import Block, Items, Paragraph, Section, Table

WIDE = frozenset(("processings", "subprocessors"))


def annexes(contract: Contract, texts: Texts, facts: Facts) -> tuple[Section, ...]:
    """All of them, each with room for initials when these were agreed on; and an overview that is no annex."""
    writers = {
        "processings": _processings,
        "measures": _measures,
        "contacts": _contacts,
        "subprocessors": _subprocessors,
        "flows": _flows,
    }
    return (
        *(
            Section(
                f"{texts.say('annex', {'annex_number': str(place)})}. {texts.words[f'annex.{annex.name}']}",
                (*writers[annex.name](contract, texts, facts), *_initials(contract, texts)),
                key=f"annex-{annex.name}",
                fresh=True,
                wide=annex.name in WIDE,
            )
            for place, annex in enumerate(annexes_of(contract), 1)
        ),
        Section(texts.words["overview"], tuple(_overview(contract, texts, facts)), key="overview", fresh=True),
    )


def _initials(contract: Contract, texts: Texts) -> Iterator[Block]:
    if contract.regime.change.initials:
        names = (contract.controller.statutory_name, contract.processor.statutory_name)
        yield paper.Facts(tuple((texts.say("initials", {"party": name}), "________") for name in names))


def _columns(texts: Texts, *names: str) -> tuple[str, ...]:
    return tuple(texts.words[f"column.{name}"] for name in names)


def _answer(value: bool, texts: Texts) -> str:
    return texts.words["answer.yes" if value else "answer.no"]


def _processings(contract: Contract, texts: Texts, facts: Facts) -> Iterator[Block]:
    """What is processed (Z-11, Z-26, I-07)."""
    about = texts.say("annex.approximately", {"count": facts["data_subject_count"]})
    known = {"activities": contract.activities, "purpose": contract.general_purpose}
    pairs = [(texts.words[f"annex.{name}"], text) for name, text in known.items() if text]
    if contract.data_subject_count:
        pairs.append((texts.words["annex.count"], about))
    if pairs:
        yield paper.Facts(tuple(pairs))
    yield processings_table(contract.processings, texts)
    if contract.norms:
        yield Paragraph(texts.words["annex.norms"])
        yield Items(tuple(("–", norm) for norm in contract.norms))


def processings_table(rows: tuple[Processing, ...], texts: Texts) -> Table:
    """The table of annex 1, with a column for each thing that must be said."""
    head = _columns(
        texts, "activity", "data_types", "data_subjects", "purposes", "legal_basis", "transfer", "countries",
        "retention", "deletion",
    )  # fmt: skip
    return Table(
        head,
        tuple(_processing(row, texts) for row in rows),
        texts.words["annex.processings.table"],
        widths=(15, 14, 11, 14, 9, 8, 8, 11, 10),
    )


def _processing(row: Processing, texts: Texts) -> tuple[str, ...]:
    basis = row.legal_basis.value if row.legal_basis else "none"
    return (
        row.activity,
        "\n".join(row.data_types) or texts.words["personal.none"],
        "\n".join(row.data_subjects) or "–",
        "\n".join(row.purposes),
        texts.words[f"basis.{basis}"],
        _answer(row.transfer_outside_eea, texts),
        joined((country(code, texts) for code in row.countries), texts) or "–",
        row.retention,
        row.deletion,
    )


def _flows(contract: Contract, texts: Texts, _facts: Facts) -> Iterator[Block]:
    head = _columns(texts, "recipient", "country", "specification", "domain", "result")
    rows = tuple(
        (
            flow.recipient_name,
            country(flow.country, texts),
            flow.specification or "–",
            flow.domain or "–",
            texts.words["flow.transport" if flow.transport else "flow.return"],
        )
        for flow in contract.flows
    )
    yield Table(head, rows, texts.words["annex.flows.table"], (30, 18, 20, 14, 18))


def _measures(contract: Contract, texts: Texts, _facts: Facts) -> Iterator[Block]:
    """Security (Z-95)."""
    rows = tuple((one.standard, one.number, one.text) for one in contract.measures)
    yield Table(
        _columns(texts, "standard", "measure_number", "measure"),
        rows,
        texts.words["annex.measures.table"],
        (20, 14, 66),
    )


def _contacts(contract: Contract, texts: Texts, _facts: Facts) -> Iterator[Block]:
    """Who is called (Z-12, I-17)."""
    if not contract.contacts or contract.regime.breach.contacts is BreachContacts.NONE:
        yield Paragraph(texts.words["annex.contacts.none"])
        return
    head = _columns(texts, "side", "function", "name", "email", "phone")
    rows = tuple(_contact(one, texts) for one in contract.contacts)
    yield Table(head, rows, texts.words["annex.contacts.table"], (18, 22, 18, 25, 17))


def _contact(one: Contact, texts: Texts) -> tuple[str, ...]:
    function = "\n".join(part for part in (texts.words[f"contact.{one.kind.value}"], one.position) if part)
    phone = "\n".join(part for part in (one.phone, one.mobile) if part)
    return texts.words[f"side.{one.side.value}"], function, one.name, one.email, phone


def _subprocessors(contract: Contract, texts: Texts, _facts: Facts) -> Iterator[Block]:
    """Who helps (Z-80, I-54)."""
    if not contract.subprocessors:
        yield Paragraph(texts.words["annex.subprocessors.none"])
        return
    yield subprocessors_table(contract.subprocessors, texts)


def subprocessors_table(rows: tuple[ListedSubprocessor, ...], texts: Texts) -> Table:
    """The register of subprocessors."""
    head = _columns(
        texts,
        "subprocessor",
        "seat",
        "register",
        "service",
        "transfer",
        "agreement",
        "certificates",
        "conditions",
        "use",
    )
    return Table(
        head,
        tuple(_subprocessor(one, texts) for one in rows),
        texts.words["annex.subprocessors.table"],
        widths=(13, 14, 10, 18, 8, 12, 10, 10, 5),
    )


def _subprocessor(one: ListedSubprocessor, texts: Texts) -> tuple[str, ...]:
    return (
        one.name,
        "\n".join(part for part in (one.address, country(one.country, texts)) if part),
        one.trade_register_number or "–",
        "\n".join(part for part in (one.service, one.data) if part),
        _answer(one.transfer_outside_eea, texts),
        one.agreement_description or "–",
        "\n".join(one.certificates) or "–",
        one.conditions or "–",
        _answer(one.in_use, texts),
    )


_NUMBERS: tuple[tuple[str, str, Clause, str], ...] = (
    ("breach_notice", "breach_notice", Clause.BREACH, "breach.notice"),
    ("authority_notice", "authority_notice", Clause.BREACH, "breach.authority_notice"),
    (
        "subprocessor_notice",
        "subprocessor_notice",
        Clause.SUBPROCESSORS,
        "subprocessors.notice and not subprocessors.regime is none",
    ),
    ("objection_period", "objection_period", Clause.SUBPROCESSORS, "subprocessors.regime is objection"),
    (
        "termination_notice",
        "termination_notice",
        Clause.SUBPROCESSORS,
        "subprocessors.termination_notice and subprocessors.regime is objection",
    ),
    ("forward", "forward", Clause.REQUESTS, "requests.forward and not requests.mode is handle"),
    ("statutory", "statutory", Clause.REQUESTS, "requests.statutory"),
    ("days_after_download", "days_after_download", Clause.RETENTION, "contract.flows"),
    ("max_undownloaded_days", "max_undownloaded_days", Clause.RETENTION, "contract.flows"),
    ("backup_days", "backup_days", Clause.RETENTION, "retention.backup_days"),
    ("support_data", "support_data", Clause.RETENTION, "verbs has support and retention.support_data"),
    ("supply", "supply", Clause.REPORTS, "reports.supply"),
    ("min_cell_count", "min_cell_count", Clause.DATA, "verbs has aggregate"),
    ("cure", "cure", Clause.DEFAULT, "default.cure"),
    ("change_notice", "change_notice", Clause.CHANGE, "change.notice and change.rule is notice_and_consultation"),
    ("first", "first", Clause.TERM, "duration.first and duration.type is fixed_renewing"),
    ("renewal_period", "renewal", Clause.TERM, "duration.renewal and duration.type is fixed_renewing"),
    ("notice_period", "notice", Clause.TERM, "duration.notice"),
    ("end_term", "end_term", Clause.END, "end.term"),
    ("fee", "fee", Clause.COSTS, "costs.fee_per_year and not costs.billing is none and not costs.provider_free"),
    ("cap", "cap", Clause.LIABILITY, "not liability.cap_per_event is None"),
)
"""What is said, the merge field that says it, the clause, and when."""


def _overview(contract: Contract, texts: Texts, facts: Facts) -> Iterator[Block]:
    """Every term and amount, with the clause that it comes from."""
    there = applying(contract)
    rows = tuple(
        (texts.words[f"term.{name}"], facts[field], reference(contract, clause, texts))
        for name, field, clause, condition in _NUMBERS
        if clause in there and holds(condition, contract)
    )
    yield Paragraph(texts.words["overview.lead"], aside=True)
    yield Table(_columns(texts, "subject", "agreed", "article"), rows, texts.words["overview.table"], (50, 28, 22))
