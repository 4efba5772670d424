"""The agreement that the documentation shows from both sides is up to date, and leaves nothing of the policy out."""

import importlib.util
from types import ModuleType

import pytest
from docs.documents import ROOT

from sluis.agreement.completeness import gaps
from sluis.agreement.numbering import applying
from sluis.agreement.plain import plain


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sluis_side_by_side_tool", ROOT / "tools" / "side_by_side.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_document_is_up_to_date(language: str) -> None:
    assert tool.DOCUMENTS[language].read_text("utf-8") == tool.written(language), "run `python tools/side_by_side.py`"


def test_the_example_could_be_signed_and_every_part_of_its_policy_stands_beside_a_clause() -> None:
    agreed = tool.contract()
    assert gaps(agreed) == ()
    shown = {name for names in tool.FRAGMENTS.values() for name in names}
    assert shown | {"clauses"} == set(plain(tool.policy(agreed)))
    assert set(tool.FRAGMENTS) <= {clause.value for clause in applying(agreed)}
