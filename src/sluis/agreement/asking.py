"""What the programs ask before they do something: of annex 1 of the agreement that three signed, and of the policy."""

from dataclasses import replace
from datetime import date, datetime

from sluis.agreement.claims import require_row, require_specification
from sluis.agreement.policy import Policy, Question, Retained, require
from sluis.agreement.processings import Verb
from sluis.agreement.terms import Agreement, Retention, is_one
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements, contracts
from sluis.specification.model import Specification


def of_delivery(agreement: Agreement, country: str = "", on: date | None = None) -> tuple[Question, ...]:
    """What a delivery is: pseudonymising, and transport when its result goes to another organisation.

    Args:
        country: where the TTP works; empty at source and recipient, which are no processors.
        on: the day on which the specification must count; none for the day of asking.
    """
    specification = agreement.specification_sha256
    if is_one(agreement.source, agreement.recipient):
        return (Question(Verb.PSEUDONYMISE, "", country, specification, on=on),)
    return (
        Question(Verb.PSEUDONYMISE, agreement.recipient.id, country, specification, on=on),
        Question(Verb.TRANSPORT, agreement.recipient.id, country),
    )


def of_report(agreement: Agreement) -> tuple[Question, ...]:
    """What a report back to the source is: about a delivery, of whichever specification."""
    return tuple(replace(question, specification="") for question in of_delivery(agreement))


def require_all(agreement: Agreement, policy: Policy | None, questions: tuple[Question, ...], at: datetime) -> None:
    """Refuse what either of the two does not allow; the policy only takes away.

    Raises:
        Refused: ROW_MISSING, ROW_ELSEWHERE, or what the policy refuses.
    """
    for question in questions:
        require_row(agreement, question.verb, question.country)
        if policy:
            require(policy, question, at)


def require_recipient(agreement: Agreement, party: str) -> None:
    """Refuse another recipient than the one that the agreement names.

    Raises:
        Refused: NOT_ALLOWED.
    """
    if party != agreement.recipient.id:
        raise Refused(agreements.NOT_ALLOWED, agreement=agreement.id, part="recipient")


def require_fields(agreement: Agreement, agreed: Specification, offered: Specification, at: datetime) -> None:
    """Refuse a specification with more than was agreed, by the name of the first field; or any other than the agreed.

    Raises:
        Refused: FIELD_NOT_AGREED, OTHER_SPECIFICATION, OUTSIDE_VALIDITY.
    """
    known = {(table.name, field.name, field.treatment) for table in agreed.tables for field in table.fields}
    for table in offered.tables:
        for field in table.fields:
            if (table.name, field.name, field.treatment) not in known:
                clause = f"{agreement.specification_name} {agreement.specification_version}"
                raise Refused(contracts.FIELD_NOT_AGREED, agreement=agreement.id, field=field.name, clause=clause)
    require_specification(agreement, offered, at)


def retention(agreement: Agreement, policy: Policy | None) -> Retention:
    """How long a relayed file stays: the stricter of the two, part by part."""
    agreed = agreement.retention
    other: Retention | Retained = policy.retention if policy else agreed
    return Retention(
        min(agreed.days_after_download, other.days_after_download),
        min(agreed.max_undownloaded_days, other.max_undownloaded_days),
        min(agreed.backup_days, other.backup_days),
    )
