"""Instructions in the demo: one that counts, one that is held, an extra measure, a norm; and one legal duty."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of, recognise
from sluis.portal.agreements.models import Agreement
from sluis.portal.instructions import assessing, compelling, giving
from sluis.portal.instructions.models import Instruction

_CLERK, _OFFICER = "contracten@sluis.example", "fg@sluis.example"
_CARE, _PRACTICE = "bestuur@zorggroepvoorbeeld.example", "praktijk@fysiotestdam.example"


def instruct(_actor: Actor, places: Mapping[str, Organisation], at: datetime) -> None:
    """Give them, as people do."""
    care, practice = (
        Agreement.everything.select_related("current", "organisation").filter(organisation=places[key]).latest("pk")
        for key in ("zorggroepvoorbeeld", "fysiotestdam")
    )
    _lawful(care, _CARE, at - timedelta(days=60), {
        "kind": "processing", "verbs": ["aggregate"],
        "text": "Tel per locatie hoeveel bestanden dit kwartaal zijn aangeleverd, en geef ons die aantallen.",
        "ends_on": day_of(at) + timedelta(days=30),
    })  # fmt: skip
    _lawful(care, _CARE, at - timedelta(days=30), {
        "kind": "measure", "text": "Laat ook inloggen op de servicedesk alleen toe vanaf beheerde werkplekken.",
        "carry_out_by": day_of(at) + timedelta(days=20),
    })  # fmt: skip
    _lawful(practice, _PRACTICE, at - timedelta(days=15), {
        "kind": "norm", "text": "Dossiers volgen de richtlijn dossiervorming van onze beroepsgroep (voorbeeld).",
    })  # fmt: skip
    held = _give(care, _CARE, at - timedelta(days=3), {
        "kind": "processing", "verbs": ["reverse"],
        "text": "Geef de onderzoeker bij pseudoniemen de burgerservicenummers terug.",
    })  # fmt: skip
    why = "Het domein is onomkeerbaar afgesproken, en voor terugvertalen ontbreekt een grondslag (art. 6 en 9 AVG)."
    assessing.assess(_somebody(_CLERK, at - timedelta(days=2)), instruction=held, lawful=False, why=why)
    _compel(care, at)


def _compel(agreement: Agreement, at: datetime) -> None:
    made = compelling.record(_somebody(_OFFICER, at - timedelta(days=6)), agreement=agreement, data={
        "provision": "Vordering van de officier van justitie, nummer PROEF-0000 (verzonnen)",
        "intended": "Verstrekken van logregels over één aflevering.",
        "necessity": "Alleen de regels van één dag; geen inhoud, geen pseudoniemen.",
    })  # fmt: skip
    compelling.notify(_somebody(_OFFICER, at - timedelta(days=6)), compelled=made)
    words = "Wij verzetten ons niet, mits de inhoud gesloten blijft."
    compelling.respond(_somebody(_CARE, at - timedelta(days=5)), compelled=made, response=words)


def _lawful(agreement: Agreement, who: str, at: datetime, data: dict[str, Any]) -> Instruction:
    made = _give(agreement, who, at, data)
    return assessing.assess(_somebody(_CLERK, at + timedelta(days=1)), instruction=made, lawful=True)


def _give(agreement: Agreement, who: str, at: datetime, data: dict[str, Any]) -> Instruction:
    return giving.give(_somebody(who, at), agreement=agreement, data=data)


def _somebody(address: str, at: datetime) -> Actor:
    return recognise(Person.everything.select_related("organisation").get(email=address), at)
