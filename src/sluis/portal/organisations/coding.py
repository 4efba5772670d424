"""Codes by which others know an organisation or one of its establishments; no two have one code on one day."""

from datetime import date

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.organisations.codes import CodeKind, canonical
from sluis.portal.organisations.keeping import finish
from sluis.portal.organisations.models import Establishment, PartyCode
from sluis.portal.organisations.numbering import take_turn
from sluis.portal.organisations.remembering import remember
from sluis.portal.organisations.rights import CHANGE
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes


def give_code(
    actor: Actor,
    *,
    organisation: Organisation,
    kind: CodeKind,
    code: str,
    starts_on: date,
    ends_on: date | None = None,
    establishment: Establishment | None = None,
) -> PartyCode:
    """Record a code of an organisation, or of one of its establishments.

    Raises:
        Refused: CODE_FORM, CODE_TAKEN; NOT_YOURS for an establishment of another organisation.
    """
    made = PartyCode(
        organisation=organisation,
        kind=kind,
        code=code,
        starts_on=starts_on,
        ends_on=ends_on,
        establishment=establishment,
    )
    with changing(actor, CHANGE, on=organisation) as change:
        place(made)
        remember(change, made, {}, "partycode.given")
        change.record("partycode.given", made, objects={"code": kind.value})
    return made


def end_code(actor: Actor, *, code: PartyCode, last_day: date) -> PartyCode:
    """Let a code hold until and including a day.

    Raises:
        Refused: PERIOD_CLOSED.
    """
    return finish(actor, CHANGE, code, "partycode.ended", last_day)


def place(code: PartyCode) -> PartyCode:
    """Store a code within a change.

    Raises:
        Refused: CODE_FORM, CODE_TAKEN, NOT_YOURS.
    """
    kind = CodeKind(code.kind)
    code.code = canonical(kind, code.code)
    if code.establishment is not None and code.establishment.organisation_id != code.organisation_id:
        raise Refused(access.NOT_YOURS)
    take_turn("codes")  # two who look at the same time would both find nothing
    same = PartyCode.everything.filter(kind=kind.value, code=code.code)
    if same.filter(PartyCode.overlapping(code.starts_on, code.ends_on)).exists():
        raise Refused(codes.CODE_TAKEN, kind=kind.value)
    code.full_clean()
    code.save(force_insert=True)
    return code
