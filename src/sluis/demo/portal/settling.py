"""Brings the cast into the portal, through the services that pages use."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password

from sluis.demo.portal.announcing import announce
from sluis.demo.portal.auditing import audit
from sluis.demo.portal.cast import COMPANIES, EVERYBODY, SLUIS, Company, Part
from sluis.demo.portal.contracting import contract
from sluis.demo.portal.instructing import instruct
from sluis.demo.portal.specifying import specify
from sluis.demo.portal.subcontracting import subcontract
from sluis.portal.access.actor import Actor, program
from sluis.portal.access.changing import changing, keeping
from sluis.portal.access.models import Grant, Organisation, Person, Statement
from sluis.portal.access.recognising import day_of
from sluis.portal.access.roles import Role
from sluis.portal.organisations import coding, contacting, establishing, joining, mandating, registering
from sluis.portal.organisations.choices import ContactRole
from sluis.portal.organisations.models import Membership
from sluis.portal.oversight.rights import KEEP_MEASURES
from sluis.portal.oversight.starting.measures import starter_measures
from sluis.portal.oversight.starting.rules import starter_rules
from sluis.portal.people import reviewing


class Settling:
    """Fills an empty portal.

    Args:
        at: now.
        password: with which everybody in the demo signs in.
    """

    def __init__(self, at: datetime, password: str) -> None:
        self._actor: Actor = program("demo", at, "sluis demo")
        self._today = day_of(at)
        self._hashed = make_password(password)  # once: it is meant to be slow
        self._places: dict[str, Organisation] = {}
        self._people: dict[str, Person] = {}
        self.factors: dict[str, str] = {}

    def settle(self) -> None:
        """Everything, in the order in which it would happen."""
        self._operator()
        for company in COMPANIES:
            party = registering.register(
                self._actor, data=company.data, roles=company.kinds, starts_on=self._today - timedelta(days=400),
                second_factor_required=False,
            )  # fmt: skip
            self._places[company.key] = party.organisation
        for company in EVERYBODY:
            self._join(company)
            self._describe(company)
        self._relate()
        self._oversee()
        specify(self._actor, self._places, self._actor.at)
        contract(self._actor, self._places, self._actor.at)
        subcontract(self._actor, self._places, self._actor.at)
        announce(self._actor, self._places, self._actor.at)
        instruct(self._actor, self._places, self._actor.at)
        audit(self._actor, self._places, self._actor.at)

    def person(self, address: str) -> Person:
        """Somebody of the cast."""
        return self._people[address]

    def place(self, key: str) -> Organisation:
        """An organisation of the cast."""
        return self._places[key]

    def _operator(self) -> None:
        with keeping(self._actor) as change:
            operator = Organisation(name=str(SLUIS.data["statutory_name"]), is_operator=True)
            operator.save(force_insert=True)
            change.record("organisation.begun", operator)
        registering.describe(self._actor, organisation=operator, data=SLUIS.data)
        for kind in SLUIS.kinds:
            establishing.take_role(self._actor, organisation=operator, kind=kind, starts_on=self._today)
        self._places[SLUIS.key] = operator

    def _join(self, company: Company) -> None:
        for part in company.parts:
            self._people[company.address(part)] = self._person(company, part)

    def _person(self, company: Company, part: Part) -> Person:
        home, actor, address = self._places[company.key], self._actor, company.address(part)
        person = Person(
            organisation=home, name=part.name, email=address, position=part.position, password=self._hashed,
            joined_on=self._today - timedelta(days=300),
        )  # fmt: skip
        with keeping(actor) as change:
            person.save(force_insert=True)
            for role in part.roles:
                _grant(actor, person, role).save(force_insert=True)
            signed = self._today - timedelta(days=300)
            Statement(
                organisation=home, person=person, signed_on=signed, text_version="1", recorded_by=actor.name
            ).save(force_insert=True)
            change.record("person.joined", person)
        if company.operator:
            self._factor(person)
        return person

    def _factor(self, person: Person) -> None:
        secret = generate_totp_secret()
        with keeping(self._actor) as change:
            TOTP.activate(person, secret)
            change.record("person.factor-added", person)
        self.factors[person.email] = secret

    def _describe(self, company: Company) -> None:
        home = self._places[company.key]
        since = self._today - timedelta(days=400)
        for kind, code in company.codes.items():
            coding.give_code(self._actor, organisation=home, kind=kind, code=code, starts_on=since)
        by_name = {part.sign_in: part for part in company.parts}
        for role, sign_in in company.contacts.items():
            self._contact(home, role, company, by_name[sign_in])

    def _contact(self, home: Organisation, role: ContactRole, company: Company, part: Part) -> None:
        data = {
            "role": role.value, "rank": 1, "name": part.name, "position": part.position,
            "email": company.address(part), "phone": "+31 85 000 0000", "starts_on": self._today,
        }  # fmt: skip
        contacting.add_contact(self._actor, organisation=home, data=data)

    def _relate(self) -> None:
        """A membership, a mandate and a review that is under way."""
        joining.join(
            self._actor, organisation=self.place("fysiotestdam"), group=self.place("thuiszorgnergens"),
            kind=Membership.Kind.COOPERATIVE, starts_on=self._today - timedelta(days=90),
        )  # fmt: skip
        mandating.give(
            self._actor, organisation=self.place("jeugdhulpverzonnen"), holder=self.place("kliniekproefstad"),
            roles=[Role.DELIVERER], starts_on=self._today - timedelta(days=30),
            ends_on=self._today + timedelta(days=335),
        )  # fmt: skip
        reviewing.start(
            self._actor, organisation=self.place("sluis"), reviewer=self.person("directie@sluis.example"),
            due_on=self._today + timedelta(days=14),
        )  # fmt: skip

    def _oversee(self) -> None:
        """Measures and rules to begin with."""
        operator = self.place("sluis")
        with changing(self._actor, KEEP_MEASURES, on=operator) as change:
            starter_measures(change, operator, self.person("veiligheid@sluis.example"))
        starter_rules(self._actor)


def _grant(actor: Actor, person: Person, role: Role) -> Grant:
    return Grant(
        organisation=person.organisation, person=person, role=role.value, granted_at=actor.at, granted_by=actor.name
    )


def sign_in_names() -> Iterable[tuple[str, Part, Company]]:
    """Everybody: the address with which they sign in, who it is, and where."""
    return [(company.address(part), part, company) for company in EVERYBODY for part in company.parts]
