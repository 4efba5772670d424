"""A policy is asked by every program before anything personal is touched, and takes away at once."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import ruling
from agreeing import identifier, renew
from agreement.contracts import with_regime
from worlds import PEOPLE, Answer, World, sluis

from exchange.test_moments import events
from sluis.agreement import steps
from sluis.agreement.policy import Version
from sluis.agreement.processings import STANDARD
from sluis.deadlines import day_of
from sluis.home.home import Home
from sluis.home.progress import Silent
from sluis.package.report import Report
from sluis.recipient.opening import open_delivery
from sluis.refusals import Refused
from sluis.source.preparing import Wanted, prepare
from sluis.ttp.relaying import relay


@pytest.fixture
def world(world: World) -> World:
    """The same, with what its parties are given lying ready, so that nothing new is what a command wrote."""
    world.write(PEOPLE)
    world.write("row_reference,code,message\n,R1,too few rows\n", "remarks.csv")
    return world


@pytest.fixture
def ready(world: World) -> World:
    """A world with an offered and a relayed package."""
    assert world.prepare(world.path("input.csv")).code == 0
    assert world.relay().code == 0
    return world


def report_back(world: World, name: str = "report.age") -> Answer:
    """`sluis recipient report`, about the delivery as a whole."""
    remarks = world.path("remarks.csv")
    return sluis(
        "recipient", "report", remarks, "--package", world.path("relayed.sluis"),
        "--home", world.path("recipient-1"), "--out", world.path(name),
    )  # fmt: skip


def ask(world: World, verb: str, *more: object, home: str = "ttp", language: str = "en") -> Answer:
    """`sluis agreement ask`."""
    return sluis(
        "agreement", "ask", "--agreement", identifier(), "--verb", verb, *more, "--home", world.path(home),
        language=language,
    )  # fmt: skip


@pytest.mark.covers("Z-07", "Z-38")
def test_with_a_policy_in_force_everything_goes_on(world: World) -> None:
    ruling.give(world, ruling.policy(world, 1))
    assert world.prepare(world.path("input.csv")).code == 0
    assert world.relay().code == 0
    assert world.open().code == 0
    assert report_back(world).code == 0


@pytest.mark.covers("Z-07")
@pytest.mark.parametrize(("path", "code"), [(ruling.SUSPENDED, "2841"), (ruling.ENDED, "2842")])
def test_each_program_refuses_what_the_policy_took_away(ready: World, path: Any, code: str) -> None:
    world = ready
    ruling.give(world, ruling.policy(world, 1, *path))
    works: dict[str, tuple[str, Callable[[], Answer]]] = {
        "delivery.prepare-refused": ("source-1", lambda: world.prepare(world.path("input.csv"), out="again.sluis")),
        "delivery.relay-refused": ("ttp", lambda: world.relay(out="again.sluis")),
        "delivery.open-refused": ("recipient-1", world.open),
        "remarks.sent": ("recipient-1", lambda: report_back(world)),
    }
    for kind, (party, work) in works.items():
        with world.refuses(code) as answers:
            answers.append(work())
        assert "art. " in answers[0].err
        last = events(world, party)[-1]
        assert (last["kind"], last["outcome"], last["objects"]["code"]) == (kind, "refused", code)


def test_a_refused_relay_may_be_offered_again_once_it_is_allowed(world: World) -> None:
    assert world.prepare(world.path("input.csv")).code == 0
    ruling.give(world, ruling.policy(world, 1, *ruling.SUSPENDED), "ttp")
    with world.refuses("2841") as answers:
        answers.append(world.relay())
    ruling.give(world, ruling.policy(world, 2), "ttp")
    assert world.relay().code == 0


def test_a_suspension_counts_while_a_package_is_being_relayed(world: World) -> None:
    """The clock suspends the contract when the TTP looks at it for the last time before it writes."""
    assert world.prepare(world.path("input.csv")).code == 0
    ruling.give(world, ruling.policy(world, 1), "ttp")
    later = ruling.write(world, ruling.policy(world, 2, *ruling.SUSPENDED))
    home = Home(world.path("ttp"), lambda: datetime.now(UTC).replace(microsecond=0))

    class Suspends:
        def begin(self, what: str, total: int) -> None:
            home.shelf.take_policy(later.read_bytes(), home.clock())

        def advance(self, done: int, **counts: int) -> None:
            pass

    keyed = "scheme: keyed" in world.specification.read_text()
    if keyed:  # its step is too short to be shown; the suspension comes between the two questions all the same
        Suspends().begin("", 0)
    with pytest.raises(Refused) as refused:
        relay(home, world.path("offered.sluis"), world.path("relayed.sluis"), Report("relay", home.clock()), Suspends())
    assert refused.value.code.number == "2841"
    assert not world.path("relayed.sluis").exists()
    ruling.give(world, ruling.policy(world, 3), "ttp")
    assert world.relay().code == 0


def test_a_suspension_counts_while_a_package_is_being_prepared(world: World) -> None:
    ruling.give(world, ruling.policy(world, 1), "source-1")
    later = ruling.write(world, ruling.policy(world, 2, *ruling.SUSPENDED))
    home = world.home("source-1")
    agreement = home.shelf.agreement(identifier())

    class Suspends(Silent):
        def begin(self, what: str, total: int) -> None:
            home.shelf.take_policy(later.read_bytes(), home.clock())

    (table,) = home.shelf.specification(agreement).tables
    wanted = Wanted({table.name: world.path("input.csv")}, world.path("offered.sluis"), agreement)
    with pytest.raises(Refused) as refused:
        prepare(home, wanted, Report("prepare", home.clock()), Suspends())
    assert refused.value.code.number == "2841"
    assert not world.path("offered.sluis").exists() and not home.outgoing.all(identifier(), test=False)


@pytest.mark.covers("Z-38")
def test_without_transport_nothing_goes_to_another_organisation(ready: World) -> None:
    ruling.give(ready, ruling.policy(ready, 1, flow={"transport": False}))
    with ready.refuses("2851") as answers:
        answers.append(ready.prepare(ready.path("input.csv"), out="again.sluis"))
    rows = (replace(STANDARD[0], verbs=STANDARD[0].verbs[:1]),)
    ruling.give(ready, ruling.policy(ready, 2, processings=rows))
    with ready.refuses("2850") as answers:
        answers.append(ready.prepare(ready.path("input.csv"), out="again.sluis"))
    assert "transport" in answers[0].err


@pytest.mark.covers("Z-10")
def test_a_ttp_elsewhere_is_refused_by_annex_1_and_by_the_policy(world: World) -> None:
    assert world.prepare(world.path("input.csv")).code == 0
    settings = world.path("ttp", "sluis.toml")
    settings.write_text(settings.read_text().replace('country = "NL"', 'country = "US"'))
    with world.refuses("2734") as answers:
        answers.append(world.relay())
    ruling.give(world, ruling.policy(world, 1), "ttp")
    with world.refuses("2734") as answers:
        answers.append(world.relay())
    settings.write_text(settings.read_text().replace('country = "US"', 'country = "NL"'))
    elsewhere = (replace(STANDARD[0], countries=("DE",)),)
    ruling.give(world, ruling.policy(world, 2, processings=elsewhere), "ttp")
    with world.refuses("2852") as answers:
        answers.append(world.relay())


@pytest.mark.covers("I-10")
def test_deliveries_wait_for_the_warranty_of_consent(world: World) -> None:
    assert world.prepare(world.path("input.csv")).code == 0
    waits = with_regime("exchange", warranty={"consent": True}).regime
    ruling.give(world, ruling.policy(world, 1, regime=waits))
    with world.refuses("2855") as answers:
        answers.append(world.prepare(world.path("input.csv"), out="again.sluis"))
    with world.refuses("2855") as answers:
        answers.append(world.relay())
    ruling.give(world, ruling.policy(world, 2, steps.Warrant(), regime=waits))
    assert world.relay().code == 0


@pytest.mark.covers("Z-07")
def test_annex_1_of_the_agreement_itself_must_have_a_row(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The TTP's command drafts such rows always; here a draft is made without."""
    monkeypatch.setattr("sluis.agreement.processings.STANDARD", STANDARD[2:])
    renew(world, 2)
    with world.refuses("2733") as answers:
        answers.append(world.prepare(world.path("input.csv")))
    assert "pseudonymise" in answers[0].err


@pytest.mark.parametrize("verb", ["encrypt", "decrypt"])
def test_values_in_memory_ask_as_well(world: World, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    renew(world, 2, "--reversible")
    ruling.give(world, ruling.policy(world, 1, processings=STANDARD[:1]), "ttp")
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n"))
    with world.refuses("2850") as answers:
        answers.append(sluis("ttp", verb, "--agreement", identifier(), "--field", "f", "--home", world.path("ttp")))
    assert answers[0].out == ""
    last = events(world, "ttp")[-1]
    assert (last["kind"], last["objects"]["code"]) == (f"values.{verb}ed", "2850")


def test_a_specification_counts_in_its_own_period(ready: World) -> None:
    digest = ready.home("ttp").shelf.agreement(identifier()).specification_sha256
    yesterday = day_of(datetime.now(UTC)) - timedelta(days=1)
    ruling.give(ready, ruling.policy(ready, 1, version=Version(digest, None, yesterday)))
    with ready.refuses("2853") as answers:
        answers.append(ready.prepare(ready.path("input.csv"), out="again.sluis"))
    today = day_of(datetime.now(UTC))
    ruling.give(ready, ruling.policy(ready, 2, version=Version(digest, today - timedelta(days=1), today)))
    assert ready.prepare(ready.path("input.csv"), out="again.sluis").code == 0
    tomorrow = Home(ready.path("recipient-1"), lambda: datetime.now(UTC).replace(microsecond=0) + timedelta(days=2))
    open_delivery(tomorrow, ready.path("relayed.sluis"), ready.path("later.csv"), Report("open", tomorrow.clock()))


def test_settings_can_require_a_policy(world: World) -> None:
    settings = world.path("source-1", "sluis.toml")
    settings.write_text(settings.read_text().replace("policy_required = false", "policy_required = true"))
    with world.refuses("2730") as answers:
        answers.append(world.prepare(world.path("input.csv")))
    ruling.give(world, ruling.policy(world, 1), "source-1")
    assert world.prepare(world.path("input.csv")).code == 0
    world.path("source-1", "agreements", f"{identifier()}.policy.json").unlink()
    with world.refuses("2730") as answers:
        answers.append(world.prepare(world.path("input.csv"), out="again.sluis"))


@pytest.mark.covers("Z-07", "I-03")
def test_ask_answers_with_the_clause(world: World) -> None:
    assert ask(world, "pseudonymise").code == 0
    ruling.give(world, ruling.policy(world, 1), "ttp")
    assert ask(world, "transport", "--recipient", "recipient-1", "--country", "NL").code == 0
    assert ask(world, "pseudonymise", "--specification", world.specification).code == 0
    purpose = STANDARD[0].purposes[0]
    assert ask(world, "pseudonymise", "--purpose", purpose).code == 0
    answer = ask(world, "pseudonymise", "--purpose", "marketing")
    assert answer.code == 3 and "2858" in answer.err and "art. 1" in answer.err
    answer = ask(world, "pseudonymise", "--country", "DE")
    assert answer.code == 3 and "2734" in answer.err
    answer = ask(world, "transport", "--recipient", "recipient-2")
    assert answer.code == 3 and "2424" in answer.err
    answer = ask(world, "convert")
    assert answer.code == 3 and "2733" in answer.err
    late = datetime.now(UTC).date() + timedelta(days=400)
    answer = ask(world, "pseudonymise", "--on", late)
    assert answer.code == 3 and "2414" in answer.err


def test_ask_names_the_field_that_was_not_agreed(world: World) -> None:
    wider = world.write(world.specification.read_text().replace("treatment: drop", "treatment: seal"), "wider.yaml")
    answer = ask(world, "pseudonymise", "--specification", wider)
    assert answer.code == 3 and "2854" in answer.err and "NAME" in answer.err
    other = world.write(world.specification.read_text().replace("age}", "for age}"), "other.yaml")
    answer = ask(world, "pseudonymise", "--specification", other)
    assert answer.code == 3 and "2418" in answer.err


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("is suspended", "Nothing is allowed now.", "art. 6")),
    ("nl", ("is opgeschort", "Nu is niets toegestaan.", "art. 6")),
])  # fmt: skip
def test_show_says_what_the_policy_says(world: World, language: str, words: tuple[str, ...]) -> None:
    path = ruling.write(world, ruling.policy(world, 1, *ruling.SUSPENDED))
    answer = sluis("agreement", "policy", path, "--home", world.path("ttp"), language=language)
    assert answer.code == 0 and all(word in answer.out for word in words), answer.out
    document = world.path("agreements", f"{identifier()}.json")
    shown = sluis("agreement", "show", document, "--home", world.path("ttp"), language=language)
    assert all(word in shown.out for word in words), shown.out
    data = sluis("--json", "agreement", "show", document, "--home", world.path("ttp")).data
    assert data["policy"]["state"] == "suspended" and data["policy"]["serial"] == 1
    assert sluis("--json", "agreement", "show", document, "--home", world.path("source-1")).data["policy"] is None
