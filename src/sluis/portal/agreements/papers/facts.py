"""What goes into the merge fields: every value of a contract as a reader of a language writes it."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import override

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import Contract, Party
from sluis.agreement.numbering import article
from sluis.deadlines import Term
from sluis.deadlines.words import worded
from sluis.portal.agreements.annexes import annexes_of
from sluis.portal.agreements.papers.texts import Texts
from sluis.portal.documents.rendering.cleaning import clean
from sluis.portal.organisations.choices import countries

Facts = Mapping[str, str]
BLANK = "…"
"""Where something is still to be filled in."""

_MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def facts(contract: Contract, texts: Texts) -> Facts:
    """The value of every merge field; one for which nothing was agreed is blank."""
    found = {**_parties(contract, texts), **_service(contract, texts), **_terms(contract, texts)}
    found |= _amounts(contract, texts) | _about(contract, texts)
    return {
        name: clean(value).strip() or BLANK if name not in _MAY_BE_EMPTY else clean(value)
        for name, value in found.items()
    }


ANNEXES = ("processings", "measures", "contacts", "subprocessors", "flows")
"""Those that there can be, by the names that signatures give them."""

_MAY_BE_EMPTY = frozenset(("controller_register", "processor_register", "controller_position", "processor_position"))


def _parties(contract: Contract, texts: Texts) -> dict[str, str]:
    controller, processor = contract.controller, contract.processor
    return {
        "customer_name": controller.statutory_name,
        "customer_city": controller.city,
        "authorised_signatory": controller.legal_representative,
        "signatory_position": controller.position,
        "processor_name": processor.statutory_name,
        "processor_city": processor.city,
        "processor_signatory": processor.legal_representative,
        **{f"controller_{name}": text for name, text in _phrases(controller, texts).items()},
        **{f"processor_{name}": text for name, text in _phrases(processor, texts).items()},
    }


def _phrases(party: Party, texts: Texts) -> dict[str, str]:
    """What is said of a party when it is known."""
    register, position = party.chamber_of_commerce_number, party.position
    return {
        "register": texts.say("parties.register", {"register": register}) if register else "",
        "position": texts.say("parties.position", {"position": position}) if position else "",
    }


def _service(contract: Contract, texts: Texts) -> dict[str, str]:
    service, statutory = contract.service, contract.statutory
    return {
        "service_number": service.number,
        "service_title": service.title,
        "service_signed": day(service.signed_on, texts),
        "service_starts": day(service.starts_on, texts),
        "service_ends": day(service.ends_on, texts),
        "service_forum": sentence(service.forum),
        "purpose_contract": service.purpose_contract,
        "tender_number": service.tender_number,
        "contract_parties": joined(service.contract_parties, texts),
        "registry": statutory.registry,
        "registry_entry": statutory.registry_entry,
        "registry_holder": statutory.registry_holder,
    }


def _terms(contract: Contract, texts: Texts) -> dict[str, str]:
    regime = contract.regime
    found = {
        "breach_notice": regime.breach.notice,
        "authority_notice": regime.breach.authority_notice,
        "subprocessor_notice": regime.subprocessors.notice,
        "objection_period": regime.subprocessors.objection_period,
        "termination_notice": regime.subprocessors.termination_notice,
        "forward": regime.requests.forward,
        "statutory": regime.requests.statutory,
        "support_data": regime.retention.support_data,
        "supply": regime.reports.supply,
        "cure": regime.default.cure,
        "change_notice": regime.change.notice,
        "first": regime.duration.first,
        "renewal": regime.duration.renewal,
        "notice": regime.duration.notice,
        "end_term": regime.end.term,
        "measured_per": regime.service.measured_per,
    }
    kept = regime.retention
    counted = {
        name: days(getattr(kept, name), texts)
        for name in ("days_after_download", "max_undownloaded_days", "backup_days")
    }
    return {name: term(each, texts) for name, each in found.items()} | counted


def _amounts(contract: Contract, texts: Texts) -> dict[str, str]:
    costs, liability = contract.regime.costs, contract.regime.liability
    return {
        "fee": euros(costs.fee_per_year, texts) if costs.fee_per_year else "",
        "billing": texts.words[f"billing.{costs.billing.value}"],
        "product": costs.product,
        "segment": costs.segment,
        "tariff": costs.tariff,
        "max_processing_files": number(costs.max_processing_files, texts)
        if costs.max_processing_files is not None
        else "",
        "cap": euros(liability.cap_per_event, texts) if liability.cap_per_event is not None else "",
        "min_cell_count": number(contract.regime.reports.min_cell_count, texts),
        "data_subject_count": number(contract.data_subject_count, texts),
        "office_day_hours": str(contract.regime.service.office_day_hours),
    }


def _about(contract: Contract, texts: Texts) -> dict[str, str]:
    law = contract.regime.law
    return {
        "number": contract.number,
        "version": str(contract.version),
        "text_version": str(texts.version),
        "citation": citation(contract),
        "model": contract.model,
        "digest": contract.signed.sha256,
        "starts_on": day(contract.starts_on, texts),
        "activities": sentence(contract.activities),
        "general_purpose": sentence(contract.general_purpose),
        "countries": joined((country(code, texts) for code in contract.regime.place.countries), texts),
        "standards": joined(sorted({one.standard for one in contract.measures if one.standard}), texts),
        "governing": country(law.governing, texts),
        "forum": law.forum,
        **{f"art_{clause.value}": reference(contract, clause, texts) for clause in Clause},
        **annex_names(contract, texts),
    }


def annex_names(contract: Contract, texts: Texts) -> dict[str, str]:
    """How running text names each annex, also one that is not there yet."""
    numbers = {annex.name: str(place) for place, annex in enumerate(annexes_of(contract), 1)}
    return {
        f"annex_{name}": texts.say("annex.running", {"annex_number": numbers[name]})
        if name in numbers
        else texts.say("annex.absent", {"annex_title": texts.words[f"annex.{name}"]})
        for name in ANNEXES
    }


def citation(contract: Contract) -> str:
    """How the agreement is cited: number, programme, year and month, version (I-02)."""
    on = contract.starts_on or contract.service.signed_on
    parts = (contract.number, contract.programme, f"{on:%Y-%m}" if on else "", f"V{contract.version:03}")
    return " · ".join(part for part in parts if part)


def reference(contract: Contract, clause: Clause, texts: Texts) -> str:
    """Where a clause stands, in running text."""
    return article(contract, clause).replace("art. ", "artikel " if texts.language == "nl" else "article ")


def sentence(text: str) -> str:
    """A text that goes on in one of ours: without its own full stop."""
    return text.strip().rstrip(".")


def term(value: Term | None, texts: Texts) -> str:
    """24 uur."""
    return worded(value, texts.language) if value else ""


def days(count: int, texts: Texts) -> str:
    """10 dagen."""
    return texts.say("day" if count == 1 else "days", {"count": number(count, texts)})


def day(on: date | None, texts: Texts) -> str:
    """3 november 2025."""
    return f"{on.day} {_MONTHS[texts.language][on.month - 1]} {on.year}" if on else ""


def number(count: int, texts: Texts) -> str:
    """12.500, in English 12,500."""
    text = f"{count:,}"
    return text.replace(",", ".") if texts.language == "nl" else text


def euros(cents: int, texts: Texts) -> str:
    """€ 1.000.000,00."""
    whole, rest = divmod(cents, 100)
    mark = "," if texts.language == "nl" else "."
    return f"€\u00a0{number(whole, texts)}{mark}{rest:02}"


def country(code: str, texts: Texts) -> str:
    """The name of a country; its code when we have no name for it."""
    with override(texts.language):
        return str(dict(countries()).get(code, code))


def joined(items: Iterable[str], texts: Texts) -> str:
    """A, B en C."""
    *first, last = [item for item in items if item] or [""]
    return f"{', '.join(first)} {texts.words['and']} {last}" if first else last
