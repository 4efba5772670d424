"""Enrolment in the exchange: asked here, code by telephone, card shown here, certificate made by the custodian.

1. An administrator asks for a role and the name with which the party's program was set up.
2. The operator's contract manager makes an activation code and reads it out over the telephone (`activating`).
3. The administrator uploads the card with the code. The card proves possession of its keys; name and role must be those
   that were asked for.
4. The custodian, which alone holds the authority's key, issues or refuses.
"""

from django.utils.translation import gettext_lazy as _

from sluis.agreement.card import Card, read_card
from sluis.agreement.terms import NAME
from sluis.evidence.event import Outcome
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import Change, changing
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.organisations import activating
from sluis.portal.organisations.keeping import add, locked
from sluis.portal.organisations.models import Certificate, Enrolment, ExchangeRole
from sluis.portal.organisations.numbering import take_turn
from sluis.portal.organisations.rights import ENROL, ISSUE
from sluis.portal.tasks.giving import give, settle
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import access, agreements
from sluis.refusals.catalogue import organisations as codes
from sluis.signatures.certificates import (
    certificate_key,
    fingerprint,
    from_pem,
    key_id,
    party_and_role,
    read_certificate,
    to_pem,
)

State = Enrolment.State
TAKE = "organisations-certificate"
"""The kind of the task to take a certificate that was issued."""


def ask(actor: Actor, *, organisation: Organisation, role: ExchangeRole, party_id: str) -> Enrolment:
    """Ask for a certificate.

    Raises:
        Refused: NAME_NOT_ALLOWED, EXCHANGE_NAME_TAKEN, ENDED.
    """
    if not NAME.fullmatch(party_id) or party_id.endswith(("-test", "-")):
        raise Refused(agreements.NAME_NOT_ALLOWED, name="…")
    made = Enrolment(
        organisation=organisation, role=role.value, party_id=party_id, asked_at=actor.at, asked_by=actor.name
    )
    with changing(actor, ENROL, on=organisation) as change:
        take_turn("enrolments")  # two who ask for one name at the same time would both find it free
        if organisation.ended_on is not None:
            raise Refused(codes.ENDED)
        if _is_taken(organisation, role, party_id):
            raise Refused(codes.EXCHANGE_NAME_TAKEN)
        add(actor, ENROL, made, "enrolment.asked")
        _tell_operator(change, made)
    return made


def withdraw(actor: Actor, *, enrolment: Enrolment) -> Enrolment:
    """The party does not want it after all.

    Raises:
        Refused: GONE_ALREADY.
    """
    with changing(actor, ENROL, on=enrolment) as change:
        found = _open(enrolment)
        _close(found, actor, State.WITHDRAWN)
        settle(change, kind=activating.WAITING, subject=found)
        change.record("enrolment.withdrawn", found)
    return found


def present(actor: Actor, *, enrolment: Enrolment, code: str, card: bytes) -> Enrolment:
    """Show the card of a party's program, with the code that was read out.

    A wrong code is counted, and says nothing about the card. A card that is not right leaves the code as it was.

    Raises:
        Refused: ACTIVATION_VOID, ACTIVATION_WRONG, CARD_OF_ANOTHER, or what is wrong with the card.
    """
    read = _read(card)
    left = 0
    with changing(actor, ENROL, on=enrolment) as change:
        found = locked(Enrolment, enrolment.pk)
        if activating.is_void(found, actor):
            raise Refused(codes.ACTIVATION_VOID)
        right = activating.is_right(found, code)
        if right:
            _take(change, found, read)
        else:
            left = _count(change, found)
    if not right:
        raise Refused(codes.ACTIVATION_WRONG, left=left) if left else Refused(codes.ACTIVATION_VOID)
    return found


def issued(actor: Actor, *, enrolment: Enrolment, chain_pem: str | bytes) -> Certificate:
    """Keep the certificate that the custodian made, with the chain behind it.

    Raises:
        Refused: NOT_ALLOWED to all but programs; GONE_ALREADY; CERTIFICATE_UNFIT for another key, name or role.
    """
    chain = from_pem(chain_pem.encode() if isinstance(chain_pem, str) else chain_pem)
    with changing(actor, ISSUE, on=enrolment) as change:
        found = locked(Enrolment, enrolment.pk)
        if found.state != State.PRESENTED:
            raise Refused(access.GONE_ALREADY)
        made = _certificate(found, chain, actor)
        made.full_clean()
        made.save(force_insert=True)
        _close(found, actor, State.ISSUED)
        change.record("enrolment.issued", found, objects={"certificate": str(made.pk), "key": made.key_id})
        give(
            change, organisation=found.organisation, kind=TAKE, title=_("Install the certificate that was issued"),
            subject=made, role=Role.ADMINISTRATOR, url_name="organisations:certificates", args=[found.organisation_id],
        )  # fmt: skip
    return made


def refused(actor: Actor, *, enrolment: Enrolment, code: Code) -> Enrolment:
    """Keep that the custodian did not issue, and why.

    Raises:
        Refused: NOT_ALLOWED to all but programs; GONE_ALREADY.
    """
    with changing(actor, ISSUE, on=enrolment) as change:
        found = locked(Enrolment, enrolment.pk)
        if found.state != State.PRESENTED:
            raise Refused(access.GONE_ALREADY)
        _close(found, actor, State.REFUSED, code.number)
        change.record("enrolment.refused", found, objects={"code": code.number}, outcome=Outcome.REFUSED)
    return found


def _is_taken(organisation: Organisation, role: ExchangeRole, party_id: str) -> bool:
    """Whether the name is another organisation's, or asked for already in this role."""
    names = (Enrolment.everything.exclude(state__in=(State.WITHDRAWN, State.REFUSED)), Certificate.everything.all())
    if any(each.filter(party_id=party_id).exclude(organisation=organisation).exists() for each in names):
        return True
    running = Enrolment.everything.filter(party_id=party_id, role=role.value)
    return running.filter(state__in=(State.ASKED, State.CODED, State.PRESENTED)).exists()


def _tell_operator(change: Change, enrolment: Enrolment) -> None:
    operator = Organisation.everything.filter(is_operator=True).first()
    if operator is not None:
        give(
            change, organisation=operator, kind=activating.WAITING,
            title=_("Call the organisation that asked for a certificate, and give it an activation code"),
            subject=enrolment, role=Role.CONTRACT_MANAGER, url_name="organisations:enrolment", args=[enrolment.pk],
        )  # fmt: skip


def _read(data: bytes) -> Card | Refused:
    """The card, or why it is none: which is told only to who has the code."""
    try:
        return read_card(data)
    except Refused as refusal:
        return refusal


def _count(change: Change, found: Enrolment) -> int:
    """Count a wrong code; how many tries are left."""
    found.tries += 1
    left = max(activating.MOST_TRIES - found.tries, 0)
    if not left:
        found.state, found.code_digest = State.ASKED, ""
        _tell_operator(change, found)
    found.save()
    change.record("enrolment.code-wrong", found, outcome=Outcome.REFUSED)
    return left


def _take(change: Change, found: Enrolment, card: Card | Refused) -> None:
    if isinstance(card, Refused):
        raise card
    if card.role.value != found.role:
        raise Refused(codes.CARD_OF_ANOTHER, part="role")
    if card.keys.id != found.party_id:
        raise Refused(codes.CARD_OF_ANOTHER, part="name")
    found.state, found.presented_at, found.code_digest = State.PRESENTED, change.actor.at, ""
    found.card, found.fingerprint, found.key_id = card.data, card.fingerprint, card.keys.signing
    found.save()
    change.record("enrolment.card-shown", found, objects={"key": found.key_id})


def _certificate(found: Enrolment, chain: tuple[bytes, ...], actor: Actor) -> Certificate:
    if not chain:
        raise Refused(codes.CERTIFICATE_UNFIT)
    leaf = read_certificate(chain[0])
    named = party_and_role(leaf.extensions)
    own = (named[0], named[1].value, key_id(certificate_key(chain[0])))
    if own != (found.party_id, found.role, found.key_id) or leaf.not_valid_after_utc <= actor.at:
        raise Refused(codes.CERTIFICATE_UNFIT)
    return Certificate(
        organisation=found.organisation, enrolment=found, role=found.role, party_id=found.party_id,
        serial=f"{leaf.serial_number:x}", fingerprint=fingerprint(chain[0]), key_id=own[2],
        valid_from=leaf.not_valid_before_utc, valid_until=leaf.not_valid_after_utc, issued_at=actor.at,
        chain=to_pem(chain).decode(),
    )  # fmt: skip


def _open(enrolment: Enrolment) -> Enrolment:
    found = locked(Enrolment, enrolment.pk)
    if not found.is_open:
        raise Refused(access.GONE_ALREADY)
    return found


def _close(found: Enrolment, actor: Actor, state: Enrolment.State, reason: str = "") -> None:
    found.state, found.closed_at, found.code_digest, found.reason = state, actor.at, "", reason
    found.save()
