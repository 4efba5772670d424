"""The demo's specification: made by people as they would, one version waiting for its signature and one for its parties."""

import casting
import pytest

from sluis.demo.people import SPECIFICATION
from sluis.demo.portal.settling import Settling
from sluis.portal.specifications.models import Dataspec, Specversion
from sluis.portal.specifications.parties import stands
from sluis.portal.specifications.selectors import versions_to_sign

pytestmark = pytest.mark.usefixtures("sqlite")


def test_demo_has_a_version_that_is_approved_and_one_that_waits() -> None:
    settling = Settling(casting.now(), "een-lang-genoeg-woord")
    settling.settle()
    dataspec = Dataspec.everything.get(name="kniezorg")
    second, first = Specversion.everything.filter(dataspec=dataspec).order_by("-label")
    assert versions_to_sign() == [first] and bytes(first.content) == SPECIFICATION.encode()
    assert (second.label, second.state) == ("1.1.0", Specversion.State.PROPOSED)
    assert sum(each.approved for each in stands(second)) == 2
