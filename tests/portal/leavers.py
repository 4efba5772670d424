"""An organisation that leaves: its people and its records."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import casting
from django.core.files.uploadedfile import SimpleUploadedFile

from sluis.portal.access.actor import program
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.documents.storing import store
from sluis.portal.holdings.choosing import ALL, Choice
from sluis.portal.leaving.models import Destruction
from sluis.portal.leaving.requesting import confirm, request
from sluis.portal.tasks.models import Task

CANARY = "Kanarie die nergens meer gevonden mag worden"


@dataclass
class Leaver:
    """Who leaves, and the two who decide about it."""

    home: Organisation
    asks: Person
    confirms: Person
    operator: Organisation

    def asked(self, choice: Choice = ALL, at: datetime | None = None, **more: Any) -> Destruction:
        """A destruction that waits."""
        actor = casting.actor(self.asks, at)
        due = more.pop("due_on", date.today() + timedelta(days=30))
        return request(actor, organisation=self.home, choice=choice, reason="Einde overeenkomst", due_on=due, **more)

    def confirmed(self, choice: Choice = ALL) -> Destruction:
        """A destruction that is to be carried out."""
        return confirm(casting.actor(self.confirms), destruction=self.asked(choice))


def leaver(tasks: int = 6, documents: int = 3) -> Leaver:
    """An organisation with records that go and records that stay, beside another that has the same."""
    operator = casting.organisation("De Sluis Beheer", operator=True)
    made = []
    for name in ("Zorggroep Weg", "Zorggroep Blijft"):
        home = casting.organisation(name)
        made.append(Leaver(home, casting.person(home, Role.BOARD), casting.person(home, Role.ADMINISTRATOR), operator))
        fill(home, tasks, documents)
    return made[0]


def fill(home: Organisation, tasks: int, documents: int) -> None:
    """Records that go."""
    for number in range(tasks):
        casting.make(
            Task(organisation=home, kind="own", about=f"proef {number}", title=f"{CANARY} {number}",
                 given_at=casting.now(), facts={})
        )  # fmt: skip
    for number in range(documents):
        file = SimpleUploadedFile("a.txt", f"{CANARY} in bestand {number}".encode())
        with keeping(casting.tester()) as change:
            kind = "agreement" if number == 0 else "policy"
            store(change, organisation=home, kind=kind, title=f"Stuk {number}", file=file)


def job(at: datetime | None = None) -> Any:
    """The actor of a job."""
    return program("leaving.destroying", at or datetime.now(UTC))


def ttp_home(place: Path) -> Any:
    """A TTP's home."""
    from worlds import sluis

    from sluis.home.home import Home

    assert sluis("ttp", "init", "--home", place, "--party", "sluis", "--name", "TTP De Sluis").code == 0
    return Home(place)
