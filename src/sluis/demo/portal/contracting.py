"""Three agreements in the demo, after the three kinds from which Sluis grew; words and parties are invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sluis.agreement.contract import (
    Contact,
    ContactKind,
    Contract,
    Flow,
    ListedSubprocessor,
    Measure,
    Side,
    Statutory,
)
from sluis.agreement.processings import LegalBasis, Processing, Verb
from sluis.agreement.regime import Regime
from sluis.agreement.starting import EXCHANGE, OFFICE, OUTCOMES
from sluis.deadlines import Term
from sluis.portal.access.actor import Actor
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of, recognise
from sluis.portal.agreements import drafting, maining, offering, registries, signing
from sluis.portal.agreements.annexes import annexes_of
from sluis.portal.agreements.models import Agreement, MainAgreement, Version
from sluis.portal.organisations import establishing

CLERK = "contracten@sluis.example"
DIRECTOR = "directie@sluis.example"
REGISTRY = ("Kniezorgregister Voorbeeld", "KR-0000", "Register Voorbeeldzorg (demo)")

_PSEUDONYMISE = Processing(
    activity="Pseudonimiseren van aanleveringen en beschikbaar stellen aan de ontvanger",
    data_types=("burgerservicenummer, als voorlopig pseudoniem", "gezondheidsgegevens, versleuteld voor de ontvanger"),
    data_subjects=("cliënten en patiënten",),
    purposes=("kwaliteitsregistratie kniezorg",),
    legal_basis=LegalBasis.LEGAL_OBLIGATION,
    countries=("DE", "NL"),
    transfer_outside_eea=False,
    retention="Invoer: niet. Resultaat: tot tien dagen na download, ten hoogste dertig dagen.",
    deletion="Vanzelf.",
    verbs=(Verb.PSEUDONYMISE, Verb.TRANSPORT),
)
_ENCRYPT = Processing(
    activity="Omkeerbaar versleutelen en ontsleutelen",
    data_types=("waarden die de verantwoordelijke aanbiedt",),
    data_subjects=("cliënten en patiënten",),
    purposes=("beveiligen van waarden bij vervoer en opslag elders",),
    legal_basis=LegalBasis.LEGAL_OBLIGATION,
    countries=("NL",),
    transfer_outside_eea=False,
    retention="Niet: alleen in het werkgeheugen.",
    deletion="Niet van toepassing.",
    verbs=(Verb.ENCRYPT, Verb.DECRYPT),
)
_SUPPORT = Processing(
    activity="Hulp bij een beperkte selectie van gegevens waarvan de verwerking mislukte",
    data_types=("de gekozen gegevens",),
    data_subjects=("cliënten en patiënten",),
    purposes=("oplossen van een hulpvraag van de verantwoordelijke",),
    legal_basis=LegalBasis.CONTRACT,
    countries=("NL",),
    transfer_outside_eea=False,
    retention="Bij voorkeur niet; anders tot tien werkdagen na afsluiten van de hulpvraag.",
    deletion="Met de hand, met een aantekening.",
    verbs=(Verb.SUPPORT,),
)


def _outcomes(activity: str, verb: Verb, data: tuple[str, ...]) -> Processing:
    return Processing(
        activity=activity,
        data_types=data,
        data_subjects=("jeugdigen die hulp krijgen of vragen",) if data else (),
        purposes=("inzicht in uitkomsten van jeugdhulp",),
        legal_basis=LegalBasis.CONSENT if data else None,
        countries=("NL",),
        transfer_outside_eea=False,
        retention="Zolang de verantwoordelijke het opdraagt." if data else "Geen persoonsgegevens.",
        deletion="Op verzoek, met bewijs." if data else "Niet van toepassing.",
        vulnerable=bool(data),
        verbs=(verb,),
    )


_NINE = ("burgerservicenummer, gehasht", "geslacht", "geboortedatum", "postcode", "periode van jeugdhulp", "uitkomsten")
_OUTCOME_ROWS = (
    replace(_PSEUDONYMISE, purposes=("inzicht in uitkomsten van jeugdhulp",), legal_basis=LegalBasis.CONSENT,
            countries=("NL",), vulnerable=True, data_subjects=("jeugdigen die hulp krijgen of vragen",)),
    _outcomes("Verzamelen van uitkomsten volgens de landelijke indeling", Verb.COLLECT, _NINE),
    _outcomes("Controleren van aangeleverde gegevens", Verb.CHECK, _NINE),
    _outcomes("Berichten over het effect van hulp", Verb.AGGREGATE, ()),
    _outcomes("Bepalen van de respons en doorgeven van totalen", Verb.REPORT, ()),
)  # fmt: skip
_OFFICE_ROWS = (
    Processing(
        activity="Bijhouden van registers en dossiers voor de abonnee",
        data_types=("contactgegevens van medewerkers", "dossiers over verzoeken van betrokkenen"),
        data_subjects=("medewerkers van de abonnee", "betrokkenen die een verzoek doen"),
        purposes=("privacybeheer van de abonnee",),
        legal_basis=LegalBasis.CONTRACT,
        countries=("NL",),
        transfer_outside_eea=False,
        retention="Zolang het abonnement loopt; per soort als ingesteld.",
        deletion="Op verzoek of aan het einde, met bewijs.",
        verbs=(Verb.KEEP_REGISTERS, Verb.ADVISE),
    ),
)
_MEASURES = (
    Measure("5.15", "Toegang volgt uit een rol, en wordt elk half jaar beoordeeld."),
    Measure("5.17", "Medewerkers melden zich aan met een tweede factor."),
    Measure("8.13", "Elke nacht een reservekopie, versleuteld, met een proef om terug te zetten."),
    Measure("8.15", "Alles wat gebeurt staat in een keten van bewijs die niet ongemerkt verandert."),
    Measure("8.24", "Sleutels staan versleuteld bij één proces; inhoud is alleen voor de ontvanger leesbaar."),
)
_HOSTS = (
    ListedSubprocessor(
        "Wolk Verzonnen GmbH", "Beispielallee 1, Frankfurt", "DE", "Rekencentrum voor het pseudonimiseren",
        "gepseudonimiseerde bestanden", agreement_description="Subverwerkersovereenkomst van 1 februari",
        certificates=("ISO 27001:2022",),
    ),
    ListedSubprocessor(
        "Hosting Voorbeeld B.V.", "Serverstraat 2, Proefstad", "NL", "Beheer van computers",
        "gepseudonimiseerde bestanden, portaalgegevens", agreement_description="Subverwerkersovereenkomst van 1 maart",
        certificates=("NEN 7510:2017+A1:2020", "ISO 27001:2022"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """One agreement: with whom, how, and what about.

    Attributes:
        signs: address of who signs for the controller.
        days: how long ago it was signed.
    """

    place: str
    signs: str
    days: int
    programme: str
    title: str
    regime: Regime
    activities: str
    purpose: str
    count: int
    rows: tuple[Processing, ...]
    flows: tuple[Flow, ...] = ()
    statutory: Statutory = field(default_factory=Statutory)
    subprocessors: tuple[ListedSubprocessor, ...] = ()
    more: tuple[tuple[str, object], ...] = ()


def _flow(number: int, recipient: str = "Register Voorbeeldzorg (demo)") -> Flow:
    return Flow(
        f"source-{number}-recipient-1", f"source-{number}", "recipient-1", recipient, "NL", "registry-1", "kniezorg"
    )


STORIES = (
    Story(
        "zorggroepvoorbeeld", "bestuur@zorggroepvoorbeeld.example", 240, "Kniezorg", "Dienstverlening pseudonimisering",
        replace(EXCHANGE, costs=replace(EXCHANGE.costs, fee_per_year=480_000),
                subprocessors=replace(EXCHANGE.subprocessors, objection=Term.read("30 days"))),
        "De verwerker pseudonimiseert bestanden en stelt het resultaat beschikbaar aan de registratie.",
        "Aanleveren aan de kwaliteitsregistratie kniezorg", 4200, (_PSEUDONYMISE, _ENCRYPT, _SUPPORT), (_flow(1),),
        Statutory(True, *REGISTRY), _HOSTS,
    ),
    Story(
        "jeugdhulpverzonnen", "bestuur@jeugdhulpverzonnen.example", 200, "Uitkomsten jeugdhulp Proefstad",
        "Uitkomsten van jeugdhulp", OUTCOMES,
        "De verwerker verzamelt uitkomsten, controleert ze en maakt er totalen van.",
        "Inzicht in uitkomsten van jeugdhulp voor aanbieder en gemeente", 650, _OUTCOME_ROWS, (_flow(2),),
        more=(
            ("purpose_contract", "Jeugdhulp zonder verblijf (voorbeeld)"),
            ("tender_number", "PROEF-0000"),
            ("contract_parties", "Gemeente Proefstad (demo); Jeugdhulp Verzonnen (demo)"),
        ),
    ),
    Story(
        "fysiotestdam", "praktijk@fysiotestdam.example", 120, "Privacybeheer Brons", "Abonnement privacybeheer",
        replace(OFFICE, costs=replace(OFFICE.costs, fee_per_year=118_800, segment="Kleine zorginstelling",
                                      max_processing_files=20)),
        "De verwerker houdt registers bij, geeft advies en beantwoordt vragen.", "Privacybeheer van de praktijk", 900,
        _OFFICE_ROWS,
    ),
)  # fmt: skip


def contract(actor: Actor, places: Mapping[str, Organisation], at: datetime) -> list[Agreement]:
    """Make the three, as people do: drafted, completed, offered, signed by both."""
    registries.record(
        actor, data={"name": REGISTRY[0], "entry": REGISTRY[1], "holder_name": REGISTRY[2],
                     "holder": places["registervoorbeeldzorg"], "starts_on": date(2026, 1, 1)},
    )  # fmt: skip
    for place, address, position in (
        ("sluis", DIRECTOR, "Directeur"),
        *((story.place, story.signs, "Bestuurder") for story in STORIES),
    ):
        _may_sign(actor, places[place], address, position)
    return [_agree(story, places[story.place], at - timedelta(days=story.days)) for story in STORIES]


def _may_sign(actor: Actor, place: Organisation, address: str, position: str) -> None:
    person = Person.everything.get(email=address)
    establishing.add_representative(
        actor, organisation=place,
        data={"name": person.name, "position": position, "authority": "alone", "email": address,
              "basis": "Handelsregister", "starts_on": date(2020, 1, 1)},
    )  # fmt: skip


def _agree(story: Story, place: Organisation, at: datetime) -> Agreement:
    clerk, board, director = (
        _actor(each, at + timedelta(days=days)) for each, days in ((CLERK, 0), (story.signs, 8), (DIRECTOR, 9))
    )
    made = drafting.draft(clerk, main=_main(clerk, story, place), programme=story.programme, regime=story.regime)
    version: Version = Version.everything.get(agreement=made)
    version = drafting.revise(clerk, version=version, contract=filled(story, version.contract), seen=version.sha256)
    offering.offer(_actor(CLERK, at + timedelta(days=3)), version=version, seen=version.sha256)
    names = [each.name for each in annexes_of(version.contract)]
    for who in (board, director):
        signing.sign(who, version=version, seen=version.sha256, annexes=names)
    return made


def _main(clerk: Actor, story: Story, place: Organisation) -> MainAgreement:
    day = day_of(clerk.at)
    data: dict[str, object] = {
        "number": f"DVO-{story.place[:4].upper()}-1", "title": story.title, "signed_on": day, "starts_on": day,
    } | dict(story.more)  # fmt: skip
    return maining.record(clerk, organisation=place, data=data)


def filled(story: Story, drafted: Contract) -> Contract:
    """A draft with everything that the story says."""
    contacts = {(one.side, one.kind): one for one in drafted.contacts}
    for side in Side:
        party = drafted.controller if side is Side.CONTROLLER else drafted.processor
        for kind in ContactKind:
            contacts.setdefault(
                (side, kind),
                Contact(
                    side, kind, party.legal_representative, f"{kind.value}@{side.value}.example", "+31 85 000 0000"
                ),
            )
    return replace(
        drafted,
        activities=story.activities,
        general_purpose=story.purpose,
        data_subject_count=story.count,
        processings=story.rows,
        measures=_MEASURES,
        contacts=tuple(contacts[key] for key in sorted(contacts)),
        flows=story.flows,
        statutory=story.statutory,
        subprocessors=story.subprocessors,
    )


def _actor(address: str, at: datetime) -> Actor:
    person = Person.everything.select_related("organisation").get(email=address)
    return recognise(person, at)
