"""Audits in the demo: one after a suspected breach, one whose steps are missing, own ones by the calendar, evidence."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of, recognise
from sluis.portal.agreements.models import Agreement
from sluis.portal.audits import asking, calendar, finding, informing, planning
from sluis.portal.audits.models import Adequacy, Audit
from sluis.portal.oversight.keeping import keep
from sluis.portal.oversight.models import Measure, Standard
from sluis.portal.oversight.rights import KEEP_MEASURES

_WATCH, _YOUTH = "fg@zorggroepvoorbeeld.example", "bestuur@jeugdhulpverzonnen.example"
_AUDITOR, _OFFICER = "auditor@sluis.example", "veiligheid@sluis.example"
_BUREAU = "Keurbureau Verzonnen"


def audit(actor: Actor, places: Mapping[str, Organisation], at: datetime) -> None:
    """Ask, plan, find and show, as people do."""
    care, youth = (
        Agreement.everything.select_related("current", "organisation").filter(organisation=places[key]).latest("pk")
        for key in ("zorggroepvoorbeeld", "jeugdhulpverzonnen")
    )
    _after_a_breach(care, at)
    asking.ask(_somebody(_YOUTH, at - timedelta(days=4)), agreement=youth, data={
        "scope": "Hoe uitkomsten van jeugdigen van elkaar gescheiden blijven.",
        "notice": "Wij kondigen aan dat wij de naleving willen laten controleren.",
    })  # fmt: skip
    _own(at)
    _ask_information(care, at)
    _show(actor, places["sluis"], day_of(at))


def _after_a_breach(agreement: Agreement, at: datetime) -> None:
    then = at - timedelta(days=45)
    made = asking.ask(_somebody(_WATCH, then), agreement=agreement, data={
        "scope": "Toegang tot de servicedesk, en wat daar van bestanden te zien is.",
        "notice": "Na het vermoeden van een inbreuk laten wij de naleving controleren.",
        "breach_reference": "Melding PROEF-1 (verzonnen)", "breach_on": day_of(then), "suspected": True,
    })  # fmt: skip
    on = day_of(at - timedelta(days=20))
    planning.propose(
        _somebody(_WATCH, then + timedelta(days=2)), audit=made, held_on=on, auditor=_BUREAU, independent=True
    )
    planning.agree(_somebody(_OFFICER, then + timedelta(days=3)), audit=made, held_on=on, auditor=_BUREAU)
    held = at - timedelta(days=20)
    done = planning.carried_out(
        _somebody(_WATCH, held), audit=made, summary="De toegang is op orde; één punt vraagt aandacht."
    )
    _find(done, held, day_of(at + timedelta(days=25)))


def _find(made: Audit, at: datetime, due_on: date) -> None:
    found = finding.record(_somebody(_WATCH, at), audit=made, data={
        "text": "Twee accounts van de servicedesk waren langer dan zes maanden niet beoordeeld.",
        "recommendation": "Beoordeel alle accounts elk kwartaal.", "fails": True, "due_on": due_on,
    })  # fmt: skip
    for who in (_WATCH, _OFFICER):
        finding.assess(_somebody(who, at + timedelta(days=5)), finding=found, agrees=True)


def _own(at: datetime) -> None:
    """Last year's internal audit is closed, so that this year's stands on the calendar; and an external one."""
    last = at - timedelta(days=280)
    said = {
        "kind": "internal", "scope": "Het managementsysteem: toegang, logging en leveranciers.",
        "standards": "NEN 7510:2017+A1:2020, ISO 27001:2022", "auditor": "Interne audit", "every": "1 year",
        "held_on": day_of(last),
    }  # fmt: skip
    made = calendar.plan(_somebody(_AUDITOR, last), data=said)
    planning.carried_out(_somebody(_AUDITOR, last), audit=made, summary="Werkt; twee verbeterpunten zijn afgerond.")
    planning.close(_somebody(_AUDITOR, last + timedelta(days=30)), audit=made)
    external = said | {"kind": "external", "auditor": _BUREAU, "held_on": day_of(at + timedelta(days=60))}
    calendar.plan(_somebody(_AUDITOR, at - timedelta(days=90)), data=external)


def _ask_information(agreement: Agreement, at: datetime) -> None:
    then = at - timedelta(days=12)
    made = informing.ask(_somebody(_WATCH, then), agreement=agreement, data={
        "question": "Welke medewerkers hadden in augustus toegang tot de servicedesk, en op welke grond?",
        "due_on": day_of(then + timedelta(days=7)),
    })  # fmt: skip
    words = "Vier medewerkers, elk met de rol servicedesk; de beoordeling van hun rechten is bijgevoegd bij audit 1."
    informing.answer(_somebody(_OFFICER, then + timedelta(days=4)), inforequest=made, text=words)
    informing.ask(_somebody(_WATCH, at), agreement=agreement, data={
        "question": "Kunt u de uitkomst van de laatste hersteltest delen?", "due_on": day_of(at + timedelta(days=10)),
    })  # fmt: skip


def _show(actor: Actor, operator: Organisation, today: date) -> None:
    """Evidence for most measures; one is old and one has none."""
    standard = Standard.everything.filter(organisation=operator, withdrawn_on=None).order_by("code").first()
    if standard is None:
        return
    measures = list(Measure.everything.filter(organisation=operator).order_by("theme", "title"))
    kinds = ("certification", "own-check", "external", "audit", "statement")
    for number, measure in enumerate(measures[1:]):
        shown = today - timedelta(days=400 if number == 0 else 40 + 11 * number)
        made = Adequacy(
            organisation=operator, measure=measure, standard=standard, kind=kinds[number % len(kinds)], shown_on=shown,
            until=shown + timedelta(days=365), result="Gezien en in orde bevonden (voorbeeld).",
        )  # fmt: skip
        keep(actor, record=made, right=KEEP_MEASURES)


def _somebody(address: str, at: datetime) -> Actor:
    return recognise(Person.everything.select_related("organisation").get(email=address), at)
