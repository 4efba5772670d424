"""Who can see what, alone and together: each party or coalition gets all its keys and all packages, and tries.

The same attack is run by those who should fail and by those who, as the documentation says, succeed; so an attack that
is too weak to find anything shows as well.
"""

import pytest

from adversaries import attacks
from adversaries.conftest import MINE, SHARED, YOURS, Exchange
from sluis.kernel.keyed import SENTINELS, ColumnMac
from sluis.specification.model import Scheme

EVERYBODY = MINE + SHARED + YOURS


def packages(exchange: Exchange) -> list[dict[str, bytes]]:
    """All packages before and after the relay; whoever taps the line has them."""
    return [*exchange.offered.values(), *exchange.relayed.values()]


def truth(exchange: Exchange, to: int = 1) -> set[bytes]:
    """The pseudonyms at a recipient."""
    return {one for (_, at), found in exchange.truth.items() if at == to for one in found}


@pytest.mark.covers("Z-33", "Z-34")
def test_a_source_opens_nothing_of_what_was_sent_and_computes_no_pseudonym(exchange: Exchange) -> None:
    for party in ("source-1", "source-2"):
        source = exchange.coalition(party)
        assert source.readable(*packages(exchange)) == {}
        assert not source.computes(exchange.scheme, EVERYBODY) & (truth(exchange, 1) | truth(exchange, 2))


@pytest.mark.covers("Z-33")
def test_two_sources_together_compute_no_pseudonym(exchange: Exchange) -> None:
    sources = exchange.coalition("source-1", "source-2")
    assert sources.readable(*packages(exchange)) == {}
    assert not sources.computes(exchange.scheme, EVERYBODY) & truth(exchange)


@pytest.mark.covers("Z-32", "Z-34")
def test_the_ttp_reads_no_content_and_no_order(exchange: Exchange) -> None:
    readable = exchange.coalition("ttp").readable(*packages(exchange))
    assert {name.split()[1] for name in readable} == {"persons.age"}
    assert len(readable) == len(exchange.offered)


@pytest.mark.covers("Z-32", "I-22")
def test_the_ttp_alone_recognises_nobody(exchange: Exchange) -> None:
    ttp = exchange.coalition("ttp")
    lists = ttp.lists(*packages(exchange))
    assert lists and not ttp.recognises(exchange.scheme, EVERYBODY, (), lists)


def test_the_ttp_alone_sees_pseudonyms_only_in_the_keyed_scheme(exchange: Exchange) -> None:
    ttp = exchange.coalition("ttp")
    lists = ttp.lists(exchange.offered[1, 1])
    sees = ttp.sees(exchange.scheme, lists)
    if exchange.scheme is Scheme.KEYED:  # in the memory of the relaying process; never on disk, see test_disk
        key = exchange.world.home("ttp").keys.secret("domain-registry-1-1")
        sees |= {row.tobytes() for rows in lists for row in ColumnMac(key).tags_of_blocks(rows)}
    assert bool(sees & truth(exchange)) is (exchange.scheme is Scheme.KEYED)


@pytest.mark.covers("Z-33")
def test_the_ttp_alone_links_nobody_between_two_domains(exchange: Exchange) -> None:
    ttp = exchange.coalition("ttp")
    a, b = (ttp.sees(exchange.scheme, ttp.lists(exchange.offered[1, to])) for to in (1, 2))
    sentinels = {row.tobytes() for row in SENTINELS}
    if exchange.scheme is Scheme.KEYED:  # of the sixteen sentinels everybody knows that they are nobody
        keys = ttp._macs()
        sentinels |= {row.tobytes() for key in keys for row in key.blocks_of_tags(SENTINELS)}
    assert a and b and not (a & b) - sentinels


@pytest.mark.covers("Z-33", "I-22")
def test_a_recipient_alone_recognises_nobody(exchange: Exchange) -> None:
    recipient = exchange.coalition("recipient-1")
    lists = recipient.lists(*packages(exchange))
    assert lists and not recipient.recognises(exchange.scheme, EVERYBODY, truth(exchange), lists)


@pytest.mark.covers("Z-34")
def test_a_recipient_opens_nothing_that_is_for_another(exchange: Exchange) -> None:
    for_another = [parts for (_, to), parts in [*exchange.offered.items(), *exchange.relayed.items()] if to == 2]
    assert exchange.coalition("recipient-1").readable(*for_another) == {}


@pytest.mark.covers("Z-33")
def test_two_recipients_together_recognise_and_link_nobody(exchange: Exchange) -> None:
    recipients = exchange.coalition("recipient-1", "recipient-2")
    lists = recipients.lists(*packages(exchange))
    everything = truth(exchange, 1) | truth(exchange, 2)
    assert not recipients.recognises(exchange.scheme, EVERYBODY, everything, lists)
    assert not truth(exchange, 1) & truth(exchange, 2)


def test_the_ttp_and_a_recipient_together_can_test_guesses_in_the_polymorphic_scheme(exchange: Exchange) -> None:
    both = exchange.coalition("ttp", "recipient-1")
    lists = both.lists(exchange.offered[1, 1], exchange.relayed[1, 1])
    found = both.recognises(exchange.scheme, MINE[:1], truth(exchange), lists)
    # Keyed: they get as far as the pre-pseudonyms, and need a source's key for the rest.
    assert found is (exchange.scheme is Scheme.POLYMORPHIC)
    assert not both.recognises(exchange.scheme, attacks.numbers(3, 950_000_000), truth(exchange), lists)


def test_a_ttp_and_a_recipient_together_recognise_nobody_at_another_recipient(exchange: Exchange) -> None:
    both = exchange.coalition("ttp", "recipient-1")
    for_another = [parts for (_, to), parts in [*exchange.offered.items(), *exchange.relayed.items()] if to == 2]
    lists = both.lists(*for_another)
    assert lists and not both.recognises(exchange.scheme, EVERYBODY, (), lists)


def test_a_source_and_the_ttp_together_can_reverse_only_keyed_pseudonyms(exchange: Exchange) -> None:
    held = exchange.truth[1, 1]
    for party in ("source-1", "source-2"):  # one leaked key of stage one counts as "source"
        if exchange.scheme is Scheme.KEYED:
            reversed_ = exchange.coalition(party, "ttp").reverses(held, "bsn:")
            assert sorted(reversed_) == sorted(f"bsn:{bsn}" for bsn in MINE + SHARED)
    if exchange.scheme is Scheme.KEYED:
        for alone in (["ttp"], ["source-1"], ["source-1", "source-2"], ["ttp", "recipient-1"]):
            assert exchange.coalition(*alone).reverses(held, "bsn:") == []


def test_a_source_and_the_ttp_together_read_no_content(exchange: Exchange) -> None:
    readable = exchange.coalition("source-1", "source-2", "ttp").readable(*packages(exchange))
    assert {name.split()[1] for name in readable} == {"persons.age"}


def test_a_source_and_the_ttp_together_recognise_nobody_of_another_source_in_the_polymorphic_scheme(
    exchange: Exchange,
) -> None:
    both = exchange.coalition("source-1", "ttp")
    lists = both.lists(exchange.offered[2, 1])
    assert both.recognises(exchange.scheme, YOURS, (), lists) is (exchange.scheme is Scheme.KEYED)
