"""The parties of a demo, and the commands that set them up and take files through them."""

import contextlib
import io
import json
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from sluis.demo.people import SPECIFICATION, write_people
from sluis.refusals import Refused
from sluis.refusals.catalogue import homes as codes
from sluis.refusals.marking import _
from sluis.specification.model import Scheme

REFUSED = 3
_TERM_DAYS = 365


class Voice(Protocol):
    """Where the demo tells its story."""

    machine: bool

    def say(self, text: str, **facts: object) -> None:
        """A sentence, translated."""
        ...

    def line(self, text: str = "") -> None:
        """A line as it is."""
        ...

    def data(self, value: Any) -> None:
        """The result for machines."""
        ...


@dataclass
class World:
    """One TTP, a source per input file, and recipients with a domain each.

    Attributes:
        place: the folder, which must be new or empty.
        specification: the flow's specification; none for the invented one.
        inputs: a file per source; none for an invented file of patients for two sources.
        command: runs one `sluis` command and gives its exit code.
    """

    place: Path
    specification: Path | None
    inputs: Sequence[str]
    recipients: int
    language: str
    command: Callable[[Sequence[str]], int]
    voice: Voice
    code: int = 0
    ran: list[str] = field(default_factory=list)

    def run(self) -> int:
        """Build the world and take every file through it; the exit code of the first step that was refused."""
        if not self.found():
            self._exchange()
        self.voice.data(
            {"outcome": "refused" if self.code else "done", "directory": str(self.place), "commands": self.ran}
        )
        return self.code

    def found(self) -> int:
        """Build the world as far as the agreements; the exit code of the first step that was refused."""
        if self.place.exists() and (not self.place.is_dir() or any(self.place.iterdir())):
            raise Refused(codes.HOME_EXISTS, path=self.place.name)
        self.place.mkdir(parents=True, exist_ok=True)
        (self.place / "reports").mkdir()
        if self.specification is None:
            self._invent()
        if not self._sluis("spec", "check", self.specification):
            self._found()
            if not self.code:
                self._agree()
        return self.code

    @property
    def sources(self) -> range:
        """Their numbers."""
        return range(1, len(self.inputs) + 1)

    @property
    def registries(self) -> range:
        """Their numbers."""
        return range(1, self.recipients + 1)

    def _invent(self) -> None:
        self.specification = self.place / "specification.yaml"
        self.specification.write_text(SPECIFICATION, "utf-8")
        self.inputs = [str(path) for path in write_people(self.place)]
        self.voice.say(_("Two care providers have a file of invented patients; some are patients of both."))

    def _found(self) -> None:
        self._title(_("Each party makes its own keys; no private key ever leaves its home"))
        self._sluis("ttp", "init", "--home", self.place / "ttp", "--party", "sluis", "--name", "TTP De Sluis (demo)")
        for role, numbers, name in (
            ("source", self.sources, "Zorgaanbieder"),
            ("recipient", self.registries, "Registratie"),
        ):
            for number in numbers:
                party = f"{role}-{number}"
                self._sluis(
                    role, "init", "--home", self.place / party, "--party", party, "--name", f"{name} {number} (demo)"
                )
        self._title(_("The TTP enrols the parties: a card in, a certificate out"))
        for party in self._parties():
            home, certificate = self.place / party, self.place / party / "answer.pem"
            self._sluis("ttp", "enrol", home / "card.json", "--home", self.place / "ttp", "--out", certificate)
            self._sluis("agreement", "enrolled", certificate, "--home", home)

    def _parties(self) -> list[str]:
        return [f"source-{one}" for one in self.sources] + [f"recipient-{one}" for one in self.registries]

    def _agree(self) -> None:
        self._title(
            _("The parties exchange cards and compare fingerprints by telephone, so that nobody's key can be swapped")
        )
        for party in self._parties():
            self._pin("ttp", party)
            self._pin(party, "ttp")
        for one in self.sources:
            for other in self.registries:
                self._pin(f"source-{one}", f"recipient-{other}")
                self._pin(f"recipient-{other}", f"source-{one}")
        scheme = self._scheme()
        self._title(_("A domain per registry, and an agreement that source, registry and TTP all sign"))
        for other in self.registries:
            self._sluis(
                "ttp", "domain", "--home", self.place / "ttp", "--domain", f"registry-{other}", "--scheme", scheme
            )
            if scheme == Scheme.KEYED:
                self._share_group_key(f"registry-{other}")
        for one in self.sources:
            for other in self.registries:
                self._sign(one, other, scheme)

    def _pin(self, who: str, whom: str) -> None:
        card = self.place / whom / "card.json"
        fingerprint = self._ask("agreement", "card", card).get("fingerprint", "")
        self._sluis("agreement", "pin", card, "--fingerprint", fingerprint, "--home", self.place / who)

    def _share_group_key(self, domain: str) -> None:
        first = self.place / "source-1"
        self._sluis("source", "group", "new", "--domain", domain, "--home", first)
        for one in self.sources[1:]:
            other = self.place / f"source-{one}"
            sealed = other / f"{domain}.group.age"
            self._pin("source-1", f"source-{one}")
            self._pin(f"source-{one}", "source-1")
            self._sluis(
                "source", "group", "share", other / "card.json", "--domain", domain, "--home", first, "--out", sealed
            )
            self._sluis("source", "group", "accept", sealed, "--home", other)

    def _sign(self, one: int, other: int, scheme: str) -> None:
        source, recipient = self.place / f"source-{one}", self.place / f"recipient-{other}"
        today = datetime.now(UTC).date()
        identifier = f"source-{one}-recipient-{other}"
        document = self.place / "agreements" / f"{identifier}.json"
        document.parent.mkdir(exist_ok=True)
        extra: list[object] = []
        if scheme == Scheme.KEYED:
            checks = self._ask("source", "group", "check", "--domain", f"registry-{other}", "--home", source)
            extra = ["--group-check", f"{checks.get('check')},{checks.get('check_test')}"]
        self._sluis(
            "ttp", "agree", "--id", identifier, "--source", source / "card.json", "--recipient", recipient / "card.json",
            "--spec", self.specification, "--domain", f"registry-{other}", "--from", today,
            "--until", today + timedelta(days=_TERM_DAYS), *extra, "--home", self.place / "ttp", "--out", document,
        )  # fmt: skip
        for home in (source, recipient):
            self._sluis("agreement", "sign", document, "--spec", self.specification, "--home", home)
        for home in (source, recipient, self.place / "ttp"):
            self._sluis("agreement", "accept", document, "--spec", self.specification, "--home", home)

    def _exchange(self) -> None:
        self._title(_("The exchange: the source prepares, the TTP relays, the registry opens"))
        for one, given in zip(self.sources, self.inputs, strict=True):
            for other in self.registries:
                self._deliver(one, other, given)

    def _deliver(self, one: int, other: int, given: str) -> None:
        source, recipient = self.place / f"source-{one}", self.place / f"recipient-{other}"
        offered, relayed = source / "outbox" / f"recipient-{other}.sluis", recipient / "inbox" / f"source-{one}.sluis"
        received = recipient / "received" / f"source-{one}"
        if self._tables() == 1:
            received = received.with_name(received.name + ".parquet")
        for path in (offered, relayed, received):
            path.parent.mkdir(exist_ok=True, mode=0o700)
        report = self.place / "reports" / f"source-{one}.recipient-{other}"
        steps: list[list[object]] = [
            ["source", "prepare", given, "--to", f"recipient-{other}", "--home", source, "--out", offered],
            ["ttp", "relay", offered, "--home", self.place / "ttp", "--out", relayed],
            ["recipient", "open", relayed, "--home", recipient, "--out", received],
        ]
        for step in steps:
            if self._sluis(*step, "--report", f"{report}.{step[1]}.json"):
                return

    def _scheme(self) -> str:
        return str(self._ask("spec", "check", self.specification).get("scheme", ""))

    def _tables(self) -> int:
        return len(self._ask("spec", "check", self.specification).get("tables", []))

    def _title(self, text: str) -> None:
        self.voice.line()
        self.voice.say(text)

    def _sluis(self, *words: object) -> int:
        """Print a command and run it; the first code that is not 0 is kept."""
        given = [str(word) for word in words]
        self.ran.append(shlex.join(["sluis", *given]))
        self.voice.line(f"$ {self.ran[-1]}")
        quiet = contextlib.redirect_stdout(io.StringIO()) if self.voice.machine else contextlib.nullcontext()
        with quiet:
            code = self.command(["--language", self.language, *given])
        self.code = self.code or code
        return code

    def _ask(self, *words: object) -> dict[str, Any]:
        """What a command answers a machine; not printed, since it changes nothing."""
        answer = io.StringIO()
        with contextlib.redirect_stdout(answer), contextlib.redirect_stderr(io.StringIO()):
            code = self.command(["--json", *(str(word) for word in words)])
        self.code = self.code or code
        return dict(json.loads(answer.getvalue() or "{}"))
