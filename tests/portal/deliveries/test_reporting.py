"""What is kept of a source's own report holds nothing but codes, names of the specification, rows and counts."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import specification

from sluis.portal.deliveries.reporting import described, findings
from sluis.refusals.catalogue import ALL
from sluis.specification.reading import read_specification

AGREED = read_specification(specification().encode())
NAMES = {"BSN", "NAME", "DOB", "POST", "SEX", "SDQ_SCORE", "PERIOD", "LINK", "children"}
_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["900000004", "BSN", "3201"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["row", "field", "code", "count"]), inner)
    ),
    max_leaves=12,
)


@pytest.mark.covers("Z-55")
def test_a_report_keeps_code_field_row_and_count() -> None:
    kept = described(
        {
            "rows_read": 4, "rows_sent": 4, "step": "prepare", "columns_dropped": ["KAMER", "ADRES"],
            "findings": [{"row": 3, "field": "BSN", "table": None, "code": "3201", "message": "Jan 900000004"}],
            "finding_counts": [{"code": "3201", "table": None, "field": "BSN", "count": 1}],
        },
        AGREED,
    )  # fmt: skip
    assert kept["findings"] == [{"row": 3, "field": "BSN", "table": None, "code": "3201"}]
    assert kept["finding_counts"] == [{"code": "3201", "field": "BSN", "table": None, "count": 1}]
    assert (kept["rows_read"], kept["columns_dropped"]) == (4, 2)
    (told,) = findings(kept, "nl")
    assert told["message"].startswith("Dit is geen BSN") and told["severity"] == "warning"


def test_what_is_not_known_is_left_out() -> None:
    wrong = [
        {"row": 3, "field": "Jan de Vries", "code": "3201"},
        {"row": "900000004", "field": "BSN", "code": "3201"},
        {"row": 3, "field": "BSN", "code": "900000004"},
        {"row": -1, "field": "BSN", "code": "3201"},
        {"row": 3, "field": ["BSN"], "code": "3201"},
        "900000004",
    ]
    kept = described({"findings": wrong, "rows_read": "900000004", "delivery": "900000004"}, AGREED)
    assert kept["findings"] == []
    assert "900000004" not in json.dumps(kept)


@given(st.dictionaries(st.sampled_from(["findings", "finding_counts", "rows_read", "columns_dropped", "x"]), _ANY))
def test_nothing_else_comes_along(report: dict[str, Any]) -> None:
    kept = described(report, AGREED)
    texts = [
        text for one in (*kept["findings"], *kept["finding_counts"]) for text in one.values() if isinstance(text, str)
    ]
    assert set(texts) <= NAMES | set(ALL)
    for language in ("nl", "en"):
        findings(kept, language)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_code_can_be_told(language: str) -> None:
    listed = [{"row": 1, "field": None, "table": None, "code": number} for number in ALL]
    assert len(findings({"findings": listed}, language)) == len(ALL)
