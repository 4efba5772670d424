"""Who there is in the demo: every name, number and address is invented, and looks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sluis.portal.access.roles import Role
from sluis.portal.organisations.choices import ContactRole, PartyRoleKind
from sluis.portal.organisations.codes import CodeKind


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody in the demo.

    Attributes:
        sign_in: what stands before the @.
        name: invented.
        position: in their organisation.
        roles: in the portal.
    """

    sign_in: str
    name: str
    position: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation in the demo.

    Attributes:
        key: by which the demo names it; also its domain, below `.example`.
        data: fields of its party.
        kinds: what it is.
        codes: by which it is known.
        parts: its people.
        contacts: what for → which of its people.
        operator: whether it runs the portal.
    """

    key: str
    data: Mapping[str, object]
    kinds: tuple[PartyRoleKind, ...]
    codes: Mapping[CodeKind, str]
    parts: tuple[Part, ...]
    contacts: Mapping[ContactRole, str] = field(default_factory=dict)
    operator: bool = False

    def address(self, part: Part) -> str:
        """Somebody's e-mail address, with which they sign in."""
        return f"{part.sign_in}@{self.key}.example"


def _place(
    name: str, street: str, number: str, postcode: str, city: str, kvk: str, **more: object
) -> dict[str, object]:
    place = {"street": street, "number": number, "postcode": postcode, "city": city}
    address = {f"{kind}_{part}": value for kind in ("visiting", "postal") for part, value in place.items()}
    return {"statutory_name": name, "chamber_of_commerce_number": kvk, **address, **more}


_CARE = {"in_care_sector": True, "supervised_by_ap": True, "supervised_by_igj": True, "dpo_required": True}

SLUIS = Company(
    "sluis",
    _place("TTP De Sluis (demo)", "Kolkkade", "1", "1234 AB", "Proefstad", "90000001",
           legal_form="foundation", email="post@sluis.example", phone="+31 85 000 0001", dpo_required=True),
    (PartyRoleKind.TTP, PartyRoleKind.PROCESSOR),
    {},
    (
        Part("beheer", "Bram Beheerder", "Functioneel beheerder", (Role.ADMINISTRATOR,)),
        Part("directie", "Dirkje Bestuur", "Directeur", (Role.MANAGEMENT, Role.BOARD)),
        Part("contracten", "Coba Contract", "Contractmanager", (Role.CONTRACT_MANAGER,)),
        Part("servicedesk", "Sien Deskma", "Medewerker servicedesk", (Role.SERVICE_DESK,)),
        Part("leveringen", "Lieve Leverma", "Medewerker leveringen", (Role.DELIVERY_DESK,)),
        Part("veiligheid", "Veerle Veilig", "Security officer", (Role.SECURITY_OFFICER,)),
        Part("fg", "Floris Gegevens", "Functionaris gegevensbescherming", (Role.DPO,)),
        Part("auditor", "Aafje Auditor", "Interne auditor", (Role.AUDITOR,)),
    ),
    {ContactRole.DPO: "fg", ContactRole.ADVISER: "contracten", ContactRole.BREACH: "veiligheid",
     ContactRole.SECURITY_OFFICER: "veiligheid", ContactRole.TECHNICAL: "servicedesk"},
    operator=True,
)  # fmt: skip

COMPANIES = (
    Company(
        "zorggroepvoorbeeld",
        _place("Zorggroep Voorbeeld (demo)", "Voorbeeldlaan", "10", "2345 BC", "Testdam", "90000002",
               trade_name="Zorggroep Voorbeeld", legal_form="foundation", sector="nursing", size_fte=820, **_CARE),
        (PartyRoleKind.CARE_PROVIDER,),
        {CodeKind.AGB: "90000002", CodeKind.URA: "90000002"},
        (
            Part("beheer", "Guusje Proef", "Applicatiebeheerder", (Role.ADMINISTRATOR,)),
            Part("bestuur", "Joost Raadsma", "Lid raad van bestuur", (Role.BOARD,)),
            Part("aanlevering", "Ina Datasma", "Informatieanalist", (Role.DELIVERER,)),
            Part("fg", "Hilbert Waakzaam", "Functionaris gegevensbescherming", (Role.DPO, Role.AUDITOR)),
        ),
        {ContactRole.DPO: "fg", ContactRole.CONTRACT_MANAGER: "beheer", ContactRole.BREACH: "fg"},
    ),
    Company(
        "kliniekproefstad",
        _place("Kliniek Proefstad (demo)", "Proefplein", "3", "1234 CD", "Proefstad", "90000003",
               legal_form="bv", sector="hospital", size_fte=140, **_CARE),
        (PartyRoleKind.CARE_PROVIDER,),
        {CodeKind.AGB: "90000003"},
        (
            Part("beheer", "Eefje Klinisma", "Hoofd bedrijfsvoering", (Role.ADMINISTRATOR, Role.DELIVERER)),
            Part("bestuur", "Fedde Directsma", "Directeur", (Role.BOARD,)),
        ),
        {ContactRole.CONTRACT_MANAGER: "beheer"},
    ),
    Company(
        "jeugdhulpverzonnen",
        _place("Jeugdhulp Verzonnen (demo)", "Speelveld", "22", "3456 DE", "Nergenshuizen", "90000004",
               legal_form="foundation", sector="youth", size_fte=65, **_CARE),
        (PartyRoleKind.CARE_PROVIDER,),
        {CodeKind.AGB: "90000004"},
        (
            Part("beheer", "Kees Kindsma", "Kwaliteitsmedewerker", (Role.ADMINISTRATOR,)),
            Part("aanlevering", "Lotte Lever", "Data-analist", (Role.DELIVERER,)),
            Part("bestuur", "Jikke Jeugdbestuur", "Bestuurder", (Role.BOARD,)),
        ),
        {ContactRole.DPO: "beheer", ContactRole.CONTRACT_MANAGER: "beheer"},
    ),
    Company(
        "registervoorbeeldzorg",
        _place("Register Voorbeeldzorg (demo)", "Meetweg", "7", "4567 EF", "Cijferdam", "90000005",
               legal_form="foundation", sector="registry", size_fte=12, dpo_required=True),
        (PartyRoleKind.QUALITY_REGISTRY, PartyRoleKind.REGISTRY_HOLDER, PartyRoleKind.COMMISSIONER),
        {},
        (
            Part("beheer", "Rinske Register", "Registermanager", (Role.ADMINISTRATOR, Role.CONTRACT_MANAGER)),
            Part("analist", "Abel Analist", "Onderzoeker", (Role.MANAGER,)),
        ),
        {ContactRole.CONTRACT_MANAGER: "beheer", ContactRole.DPO: "beheer"},
    ),
    Company(
        "gemeenteproefstad",
        _place("Gemeente Proefstad (demo)", "Stadhuisplein", "1", "1234 EF", "Proefstad", "90000006",
               legal_form="public", sector="government", size_fte=1400, dpo_required=True),
        (PartyRoleKind.MUNICIPALITY, PartyRoleKind.COMMISSIONER),
        {CodeKind.MUNICIPALITY: "9001"},
        (
            Part("beheer", "Gerda Gemeensma", "Beleidsmedewerker jeugd", (Role.ADMINISTRATOR,)),
            Part("contracten", "Cornelis Koop", "Contractmanager", (Role.CONTRACT_MANAGER,)),
        ),
        {ContactRole.CONTRACT_MANAGER: "contracten"},
    ),
    Company(
        "privacyhulp",
        _place("Stichting Privacyhulp Voorbeeld (demo)", "Hofje", "5", "5678 FG", "Stilwijk", "90000007",
               legal_form="foundation", sector="other", size_fte=9, dpo_required=True),
        (PartyRoleKind.FOUNDATION, PartyRoleKind.PROCESSOR),
        {},
        (
            Part("beheer", "Petra Privacy", "Consultant", (Role.ADMINISTRATOR, Role.DPO)),
            Part("auditor", "Otto Onderzoek", "Auditor", (Role.AUDITOR,)),
        ),
        {ContactRole.DPO: "beheer", ContactRole.ADVISER: "auditor"},
    ),
    Company(
        "fysiotestdam",
        _place("Fysiopraktijk Testdam (demo)", "Oefenpad", "12", "2345 GH", "Testdam", "90000008",
               legal_form="sole", sector="primary", size_fte=4, in_care_sector=True),
        (PartyRoleKind.CARE_PROVIDER, PartyRoleKind.SUBSCRIBER),
        {CodeKind.AGB: "90000008"},
        (Part("praktijk", "Tess Oefensma", "Praktijkhouder",
              (Role.ADMINISTRATOR, Role.BOARD, Role.PRIVACY_COORDINATOR)),),
        {ContactRole.PRIVACY: "praktijk"},
    ),
    Company(
        "thuiszorgnergens",
        _place("Thuiszorg Nergenshuizen (demo)", "Dorpsstraat", "44", "3456 HJ", "Nergenshuizen", "90000009",
               legal_form="cooperative", sector="nursing", size_fte=38, **_CARE),
        (PartyRoleKind.CARE_PROVIDER, PartyRoleKind.SUBSCRIBER, PartyRoleKind.COOPERATIVE),
        {CodeKind.AGB: "90000009"},
        (
            Part("beheer", "Ties Thuisma", "Manager zorg", (Role.ADMINISTRATOR, Role.MANAGER)),
            Part("privacy", "Priya Verzonnen", "Aandachtshouder privacy", (Role.PRIVACY_COORDINATOR,)),
        ),
        {ContactRole.PRIVACY: "privacy"},
    ),
)  # fmt: skip
"""Three providers and two small ones, a registry, a municipality, a foundation with two subscribers."""

EVERYBODY = (SLUIS, *COMPANIES)
