"""Two parties sign the same bytes, and nothing works before they did."""

from dataclasses import replace

import casting
import contracting
import pytest
from organising import refuses

from sluis.agreement.processings import Verb
from sluis.agreement.starting import OFFICE, OUTCOMES
from sluis.portal.access.roles import Role
from sluis.portal.agreements import offering, signing, stepping
from sluis.portal.agreements.models import Agreement, Signature
from sluis.refusals.catalogue import agreeing as codes
from sluis.refusals.catalogue import contracts

pytestmark = pytest.mark.usefixtures("sqlite")


def test_an_agreement_works_when_both_have_signed() -> None:
    people = contracting.parties()
    version = contracting.drafted(people)
    offering.offer(people.actor("clerk"), version=version, seen=version.sha256)
    signing.sign(people.actor("board"), version=version, seen=version.sha256)
    between = contracting.fresh(version.agreement)
    assert between.state == "offered"
    assert between.effects(casting.now()).verbs == frozenset()
    signing.sign(people.actor("director"), version=version, seen=version.sha256)
    agreed = contracting.fresh(version.agreement)
    assert agreed.state == "in_force"
    assert Verb.PSEUDONYMISE in agreed.effects(casting.now()).verbs
