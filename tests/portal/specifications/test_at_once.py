"""Several people at the same moment, on both databases: each decision counts once, and none is lost."""

import threading
from collections.abc import Callable
from typing import Any

import casting
import pytest
from django.db import connections
from organising import events

from sluis.portal.specifications import approving, drafting, keeping
from sluis.portal.specifications.models import PartyKind, Specapproval, Specversion
from sluis.portal.specifications.parties import stands
from sluis.refusals import Refused
from specifications.specified import Cast, cast, file, fresh

pytestmark = pytest.mark.usefixtures("database")


def at_once(*calls: Callable[[], Any]) -> list[str]:
    """Run them together; "done", or the number of the refusal, of each."""
    start, found = threading.Barrier(len(calls)), ["" for _ in calls]

    def run(number: int, call: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            call()
            found[number] = "done"
        except Refused as refusal:
            found[number] = refusal.code.number
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


@pytest.mark.covers("Z-23")
def test_all_parties_at_once_make_one_approved_version() -> None:
    parties = cast()
    made = parties.proposed()
    calls = [call(parties, made, each.kind, each.organisation.pk) for each in stands(made)]
    assert at_once(*calls) == ["done"] * 4
    assert fresh(made).state == Specversion.State.APPROVED
    assert Specapproval.everything.count() == 4 and len(events("specversion.approved")) == 1


def call(parties: Cast, made: Specversion, kind: PartyKind, organisation: Any) -> Callable[[], Any]:
    """An approval that is to come."""
    actor = parties.actor(parties.decider[organisation])
    return lambda: approving.approve(actor, version=made, kind=kind, digest=made.sha256)


def test_two_of_one_party_decide_once() -> None:
    parties = cast(sources=1)
    made = parties.proposed()
    source = parties.sources[0]
    second = casting.actor(casting.person(source, *parties_roles()))
    first = parties.actor(parties.decider[source.pk])
    found = at_once(
        lambda: approving.approve(first, version=made, kind=PartyKind.SOURCE, digest=made.sha256),
        lambda: approving.refuse(second, version=made, kind=PartyKind.SOURCE, reason="No."),
    )
    assert sorted(found)[1] == "done" and found.count("done") == 1 and Specapproval.everything.count() == 1


def parties_roles() -> tuple[Any, ...]:
    """With which one decides."""
    from sluis.portal.access.roles import Role

    return (Role.BOARD,)


def test_last_approval_and_taking_back_do_not_both_happen() -> None:
    parties = cast(sources=1)
    made = parties.approve(parties.proposed(), "ttp", "commissioner")
    actor, author = parties.actor(parties.decider[parties.sources[0].pk]), parties.actor(parties.author)
    found = at_once(
        lambda: approving.approve(actor, version=made, kind=PartyKind.SOURCE, digest=made.sha256),
        lambda: drafting.take_back(author, version=made),
    )
    assert found.count("done") == 1
    wanted = Specversion.State.APPROVED if found[0] == "done" else Specversion.State.WITHDRAWN
    assert fresh(made).state == wanted


def test_source_that_comes_while_the_last_approves_is_waited_for_or_asked() -> None:
    parties = cast(sources=1)
    made = parties.approve(parties.proposed(), "ttp", "commissioner")
    late = casting.organisation()
    actor = parties.actor(parties.decider[parties.sources[0].pk])
    found = at_once(
        lambda: approving.approve(actor, version=made, kind=PartyKind.SOURCE, digest=made.sha256),
        lambda: keeping.add_source(casting.tester(), dataspec=parties.dataspec, source=late),
    )
    assert found == ["done", "done"]
    from sluis.portal.tasks.models import Task

    assert Task.everything.filter(organisation=late, state="open", about=made.subject).count() == 1


def test_one_label_is_uploaded_once() -> None:
    parties = cast()
    author, other = parties.actor(parties.author), parties.actor(parties.decider[parties.ttp.pk])
    found = at_once(
        *(
            lambda actor=actor, most=most: drafting.upload(
                actor, dataspec=parties.dataspec, content=file(most=most), note="x"
            )
            for actor, most in ((author, 5), (other, 6))
        )
    )
    assert found.count("done") == 1 and Specversion.everything.count() == 1
