"""`sluis inspect`, for people and for machines."""

import json
import re

import pytest
from worlds import PEOPLE, Answer, World, sluis


class TestInspect:
    """`sluis inspect`."""

    @pytest.mark.covers("Z-93")
    def test_shows_an_offered_package_to_a_person(self, lone: World) -> None:
        assert lone.prepare(lone.write(PEOPLE)).code == 0
        answer = sluis("inspect", lone.path("offered.sluis"), "--home", lone.path("ttp"))
        text = answer.out
        assert answer.code == 0
        for said in ("by source-1 for recipient-1", "agreement source-1-recipient-1 version 1", "scheme polymorphic",
                     "not yet relayed", "PERIOD = 2026-1", "table children: 4 rows", "persons by bsn: 3",
                     "✓ source source-1"):  # fmt: skip
            assert said in text, said
        readers = dict(re.findall(r"^(\S+)\s+\d+\s+(\S+)$", text, re.M))
        assert readers["persons.age"] == "sluis" and readers["content-children.age"] == "recipient-1"
        assert readers["manifest.json"] == "everyone" and "not verified" not in text

    @pytest.mark.covers("Z-93")
    def test_shows_a_relayed_package_to_a_machine(self, party: World) -> None:
        answer = sluis("--json", "inspect", party.path("relayed.sluis"))
        found = answer.data
        assert (found["source"], found["recipient"], found["ttp"]) == ("source-1", "recipient-1", "sluis")
        assert found["relayed_at"] and set(found["signed_by"]) == {"source", "ttp"}
        assert {one["name"]: one["readable_by"] for one in found["members"]}["persons.age"] == "recipient-1"
        assert found["certificates_verified"] is False
        verified = sluis("--json", "inspect", party.path("relayed.sluis"), "--home", party.path("recipient-1"))
        assert verified.data["certificates_verified"] is True

    def test_says_that_it_did_not_verify_the_certificates(self, party: World) -> None:
        assert "--home" in sluis("inspect", party.path("relayed.sluis")).out

    @pytest.mark.parametrize("member", ["content-children.age", "persons.age", "manifest.json", "relay.jws"])
    def test_refuses_a_package_with_one_flipped_bit(self, party: World, member: str) -> None:
        data = bytearray(party.path("relayed.sluis").read_bytes())
        place = data.index(member.encode()) + len(member) + 200
        data[place] ^= 4
        party.write(bytes(data), "damaged.sluis")
        with party.refuses("25") as answers:
            answers.append(sluis("inspect", party.path("damaged.sluis")))

    def test_a_test_delivery_is_marked(self, lone: World) -> None:
        assert lone.prepare(lone.write(PEOPLE), more=["--test"]).code == 0
        shown: Answer = sluis("inspect", lone.path("offered.sluis"))
        assert (
            shown.out.startswith("TEST DELIVERY")
            and json.loads(sluis("--json", "inspect", lone.path("offered.sluis")).out)["test"]
        )
