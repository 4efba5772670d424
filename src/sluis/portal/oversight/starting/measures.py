# ruff: noqa: E501 - a text is one line
"""Measures with which an operator can begin, in own words (Z-84): to be judged and changed, not to be believed.

Each names the kinds of events that show that it is in force, and numbers under which NEN 7510 and ISO 27001 ask for
something like it; the texts of those standards are not here.
"""

from dataclasses import dataclass
from datetime import timedelta

from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.recognising import day_of
from sluis.portal.oversight.models import Measure, Reference, Theme
from sluis.portal.oversight.starting.standards import starter_standards

ISO, NEN = "ISO 27001:2022", "NEN 7510:2017+A1:2020"


@dataclass(frozen=True, slots=True)
class Starter:
    """One measure.

    Attributes:
        theme: under which it stands.
        nl, en: title and description in both languages.
        iso, nen: numbers in the standards; empty for none.
        kinds: of events that show it.
    """

    theme: Theme
    nl: tuple[str, str]
    en: tuple[str, str]
    iso: str = ""
    nen: str = ""
    kinds: str = ""


# fmt: off
STARTERS: tuple[Starter, ...] = (
    Starter(Theme.POLICY,
        ("Vastgesteld beveiligingsbeleid", "Het bestuur keurt het beleid goed, iedere versie blijft bewaard en de geldende versie staat openbaar op het portaal."),
        ("Approved security policy", "The board approves the policy, every version is kept, and the version in force is public on the portal."),
        "5.1", "5.1.1", "document.approved,document.published"),
    Starter(Theme.POLICY,
        ("Jaarlijkse herziening van het beleid", "Beleid en plannen hebben een datum waarop zij opnieuw worden bezien; wie daarvoor verantwoordelijk is, krijgt op tijd een taak."),
        ("Yearly review of the policy", "Policies and plans have a date on which they are looked at again; whoever answers for it gets a task in time."),
        "5.1", "5.1.2", "plan.changed"),
    Starter(Theme.ORGANISATION,
        ("Rollen met gescheiden taken", "Wie iets aanvraagt, beslist er niet over; niemand geeft zichzelf rechten of beoordeelt zijn eigen rechten."),
        ("Roles with separate duties", "Whoever asks for something does not decide about it; nobody gives themselves rights or judges their own."),
        "5.3", "6.1.2", "grant.*"),
    Starter(Theme.ORGANISATION,
        ("Vaste contactpersonen en plaatsvervangers", "Iedere partij heeft contactpersonen voor datalekken, techniek en overeenkomsten, elk met een plaatsvervanger."),
        ("Contacts with deputies", "Every party has contacts for breaches, technology and agreements, each with a deputy."),
        "5.5", "6.1.3", "contact.*"),
    Starter(Theme.ASSETS,
        ("Register van bedrijfsmiddelen", "Van ieder middel staat vast wie ervoor instaat, hoe gevoelig het is, hoe het mag worden gebruikt en wanneer het wordt vervangen."),
        ("Register of assets", "For every asset it is known who answers for it, how sensitive it is, how it may be used and when it is replaced."),
        "5.9", "8.1.1", "asset.*"),
    Starter(Theme.ASSETS,
        ("Regels voor opslagmedia", "Media met persoonsgegevens zijn versleuteld, gaan verzegeld op transport en worden aan het einde aantoonbaar vernietigd."),
        ("Rules for storage media", "Media with personal data are encrypted, travel sealed, and are destroyed at the end with proof."),
        "7.10", "8.3.1", "asset.*"),
    Starter(Theme.PERSONNEL,
        ("Geheimhouding getekend voor toegang", "Zonder geldige geheimhoudingsverklaring blijft de toegang gesloten; verloopt zij, dan sluit de toegang vanzelf."),
        ("Confidentiality signed before access", "Without a valid confidentiality statement access stays closed; when it expires, access closes by itself."),
        "6.6", "13.2.4", "statement.*"),
    Starter(Theme.PERSONNEL,
        ("Screening en scholing", "Nieuwe medewerkers worden gescreend; iedereen volgt jaarlijks scholing over privacy en beveiliging."),
        ("Screening and training", "New staff are screened; everybody is trained every year in privacy and security."),
        "6.3", "7.2.2", "screening.*,training.*"),
    Starter(Theme.PERSONNEL,
        ("Rechten vervallen direct bij vertrek", "Wie vertrekt, verliest op dat moment alle rechten en sessies."),
        ("Rights end at once on leaving", "Whoever leaves loses all rights and sessions at that moment."),
        "6.5", "9.2.6", "person.left,grant.ended"),
    Starter(Theme.PHYSICAL,
        ("Beveiligde ruimten voor apparatuur", "De apparatuur staat in rekencentra met toegangscontrole, camera's, noodstroom en brandmelding; bekabeling is afgeschermd."),
        ("Secured rooms for equipment", "Equipment stands in data centres with access control, cameras, emergency power and fire detection; cabling is shielded."),
        "7.1", "11.1.1", ""),
    Starter(Theme.PHYSICAL,
        ("Opgeruimde werkplek en vergrendeld scherm", "Papier met persoonsgegevens ligt niet open; schermen vergrendelen zichzelf."),
        ("Clear desk and locked screen", "Paper with personal data does not lie open; screens lock themselves."),
        "7.7", "11.2.9", ""),
    Starter(Theme.OPERATIONS,
        ("Onveranderbaar bewijs van alle handelingen", "Iedere wijziging laat in dezelfde transactie een regel na in een keten die iedere nacht wordt gecontroleerd."),
        ("Unchangeable evidence of all actions", "Every change leaves a line in the same transaction, in a chain that is verified every night."),
        "8.15", "12.4.1", "evidence.*"),
    Starter(Theme.OPERATIONS,
        ("Versleuteld transport", "Verbindingen gebruiken alleen actuele versies van TLS; leveringen zijn bovendien zelf verzegeld en ondertekend."),
        ("Encrypted transport", "Connections use current versions of TLS only; deliveries are sealed and signed themselves as well."),
        "8.24", "10.1.1", "certificate.*"),
    Starter(Theme.OPERATIONS,
        ("Bescherming tegen schadelijke software", "Servers en werkplekken worden bewaakt en bijgewerkt; ingeleverde bestanden worden op hun inhoud gecontroleerd."),
        ("Protection against malware", "Servers and workplaces are watched and updated; files that come in are checked by their content."),
        "8.7", "12.2.1", "document.stored"),
    Starter(Theme.OPERATIONS,
        ("Automatische controle van de logging", "Vaste regels lopen over het bewijs en geven bij herhaalde mislukkingen of ongewone aantallen een signaal."),
        ("Automated checks of the logs", "Rules run over the evidence and raise an alert on repeated failures or unusual numbers."),
        "8.16", "12.4.1", "alert.*"),
    Starter(Theme.ACCESS,
        ("Aanmelden met twee factoren", "Medewerkers van de beheerder melden zich altijd met twee factoren aan; andere partijen standaard ook."),
        ("Signing in with two factors", "The operator's staff always sign in with two factors; other parties do by default."),
        "8.5", "9.4.2", "person.signed-in,person.factor-*"),
    Starter(Theme.ACCESS,
        ("Periodieke beoordeling van rechten", "Rechten worden volgens een vast ritme per persoon beoordeeld; wat niet op tijd is beoordeeld, vervalt."),
        ("Periodic review of rights", "Rights are reviewed person by person at fixed times; what is not reviewed in time is withdrawn."),
        "5.18", "9.2.5", "review.*,grant.withdrawn"),
    Starter(Theme.ACCESS,
        ("Een organisatie ziet alleen het eigen deel", "Eén regel onder alle pagina's bepaalt wie welke gegevens ziet; wat niet is toegestaan, is geweigerd."),
        ("An organisation sees its own part only", "One rule below all pages decides who sees which data; what is not allowed is refused."),
        "5.15", "9.4.1", "mandate.*"),
    Starter(Theme.DEVELOPMENT,
        ("Gescheiden omgevingen zonder echte gegevens", "Ontwikkeling, test en acceptatie staan los van productie en gebruiken alleen verzonnen gegevens."),
        ("Separate environments without real data", "Development, test and acceptance are apart from production and use invented data only."),
        "8.31", "12.1.4", "environment.*"),
    Starter(Theme.DEVELOPMENT,
        ("Wijzigingen worden door een ander goedgekeurd", "Wijzigingen in programma, specificaties en sleutels gaan pas in na goedkeuring door iemand anders dan de aanvrager."),
        ("Changes are approved by somebody else", "Changes in program, specifications and keys take effect only when somebody other than the requester approved them."),
        "8.32", "14.2.2", "improvement.*"),
    Starter(Theme.INCIDENTS,
        ("Datalekken worden volgens een plan afgehandeld", "Het plan zegt wie binnen welke termijn wat doet; verwerkingsverantwoordelijken horen van belangrijke wijzigingen."),
        ("Breaches are handled by a plan", "The plan says who does what within which term; controllers are told of material changes."),
        "5.24", "16.1.1", "notice.*"),
    Starter(Theme.INCIDENTS,
        ("Hulp op ieder moment", "In ieder venster heeft iemand dienst, met een vervanger; gaten in het rooster worden een maand vooruit gemeld."),
        ("Help at any moment", "Somebody is on duty in every window, with a deputy; gaps in the roster are shown a month ahead."),
        "5.26", "16.1.5", "shift.*"),
    Starter(Theme.CONTINUITY,
        ("Dagelijkse back-up, dertig dagen bewaard", "Iedere nacht wordt een verzegelde kopie gemaakt; oudere worden verwijderd en dat blijft aantoonbaar."),
        ("Daily backup, kept for thirty days", "A sealed copy is made every night; older ones are removed, and that stays on record."),
        "8.13", "12.3.1", "backup.*"),
    Starter(Theme.CONTINUITY,
        ("Terugzetten wordt geoefend", "Ten minste ieder kwartaal wordt een back-up teruggezet en gecontroleerd; de uitkomst staat in het register."),
        ("Restoring is practised", "At least every quarter a backup is restored and checked; the outcome stands in the register."),
        "5.30", "17.1.3", "restore.*,exercise.*"),
    Starter(Theme.CONTINUITY,
        ("Overdracht bij wegvallen van de beheerder", "Sleutels, specificaties en omschrijvingen van algoritmen kunnen volgens vastgelegde afspraken worden overgedragen."),
        ("Handing over when the operator fails", "Keys, specifications and definitions of algorithms can be handed over under recorded arrangements."),
        "5.29", "17.1.1", "arrangement.*"),
    Starter(Theme.AUDITS,
        ("Jaarlijkse onafhankelijke toetsing", "Een onafhankelijke partij toetst ieder jaar; certificaten en verklaringen van toepasselijkheid kan iedere partij zelf ophalen."),
        ("Yearly independent audit", "An independent party audits every year; every party can take certificates and statements of applicability itself."),
        "5.35", "18.2.1", "attestation.*"),
    Starter(Theme.AUDITS,
        ("Maatregelen worden geëvalueerd", "Iedere maatregel heeft een datum voor de volgende evaluatie; wat beter kan, wordt een voorstel met een eigenaar."),
        ("Measures are evaluated", "Every measure has a date for its next evaluation; what can be better becomes a proposal with an owner."),
        "5.36", "18.2.2", "measure.evaluated"),
    Starter(Theme.AUDITS,
        ("Steekproeven die na te trekken zijn", "Auditors trekken met een zelfgekozen getal een steekproef uit het bewijs; ieder ander trekt daarmee dezelfde."),
        ("Samples that can be checked", "Auditors draw a sample of the evidence with a number of their own; anybody else draws the same with it."),
        "5.35", "18.2.3", "sample.drawn"),
)
# fmt: on


def starter_measures(change: Change, home: Organisation, owner: Person | None = None) -> int:
    """Make those whose title is not there yet, with their references; how many were made.

    Args:
        change: of which it is a part.
        home: the operator.
        owner: who answers for them until somebody else does.
    """
    standards = starter_standards(change, home)
    there = set(Measure.everything.filter(organisation=home).values_list("title", flat=True))
    evaluate_by = day_of(change.actor.at) + timedelta(days=365)
    new = [each for each in STARTERS if each.nl[0] not in there]
    for each in new:
        measure = Measure(
            organisation=home, theme=each.theme, title=each.nl[0], description=each.nl[1], title_en=each.en[0],
            description_en=each.en[1], owner=owner, status=Measure.Status.IN_FORCE, kinds=each.kinds,
            evaluate_by=evaluate_by,
        )  # fmt: skip
        measure.full_clean()
        measure.save(force_insert=True)
        change.record("measure.made", measure)
        for standard, number in ((ISO, each.iso), (NEN, each.nen)):
            if number:
                reference = Reference(organisation=home, measure=measure, standard=standards[standard], number=number)
                reference.save(force_insert=True)
                change.record("reference.made", reference, objects={"measure": str(measure.pk)})
    return len(new)
