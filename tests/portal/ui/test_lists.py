"""A page with a table, over HTTP: the same number of queries, a stable order, and no fault whatever is asked."""

import re
import urllib.parse

import pytest
from test_downloads import fetched


def queries(sample: str, query: str) -> int:
    status, headers, _body = fetched(f"{sample}/houses/?{query}")
    assert status == 200
    return int(headers["X-Queries"])


def test_the_number_of_queries_does_not_depend_on_the_rows(sample: str) -> None:
    few, many = queries(sample, "q=0001"), queries(sample, "size=100")
    assert few == many <= 3


def names(sample: str, query: str) -> list[str]:
    _status, _headers, body = fetched(f"{sample}/houses/?{query}")
    return re.findall(r'href="(/houses/\d+/)"', body.decode())


@pytest.mark.parametrize("sort", ["state", "-state", "region", "name"])
def test_every_row_is_on_exactly_one_page(sample: str, sort: str) -> None:
    seen = [row for page in range(1, 12) for row in names(sample, f"sort={sort}&size=100&page={page}&q=zorggroep")]
    assert len(set(seen)) == 1_000


def test_sorting_sorts(sample: str) -> None:
    up, down = names(sample, "sort=amount&q=zorggroep"), names(sample, "sort=-amount&q=zorggroep")
    assert up[0] == "/houses/1/" and down[0] == "/houses/1000/"


@pytest.mark.parametrize(
    "query",
    [
        "page=999999", "page=-1", "page=x", "page=%00", "size=7", "size=-1", "size=%D9%A3", "sort=nothing", "sort=pk", "sort=-", "sort=",
        "sort=region__name", "sort=amount,-name", "sort=amount&sort=name", "q=" + "x" * 5000, "q=%00", "q=%ff", "state=x",
        "opened=31-31-2026", "opened=%00", "opened=9999999-01-01", "q='%22;--%25_%5C", "page=1e9", "page=99999999999999999999",
    ],
)  # fmt: skip
def test_nothing_that_is_asked_is_a_fault(sample: str, query: str) -> None:
    status, _headers, _body = fetched(f"{sample}/houses/?{query}")
    assert status == 200


def test_what_cannot_be_meant_is_said_beside_its_field_and_shows_no_rows(sample: str) -> None:
    _status, _headers, body = fetched(f"{sample}/houses/?opened=nonsense")
    page = body.decode()
    assert 'id="id_opened_error"' in page and "<tbody" not in page and "Herstel wat hierboven" in page


def test_searching_finds_all_words_in_any_field_and_escapes_them(sample: str) -> None:
    assert len(names(sample, "q=0001+zwolle")) == 2
    assert names(sample, "q=0001+nowhere") == []
    _status, _headers, body = fetched(f"{sample}/houses/?q={urllib.parse.quote('<script>alert(1)</script>')}")
    assert b"<script>alert(1)" not in body and b"&lt;script&gt;" in body


def test_filter_keeps_the_order_and_paging_keeps_the_filter(sample: str) -> None:
    _status, _headers, body = fetched(f"{sample}/houses/?state=open&sort=-amount&size=50")
    page = body.decode()
    assert '<input type="hidden" name="sort" value="-amount">' in page and 'name="size" value="50"' in page
    assert re.search(r'rel="next" href="\?state=open&amp;sort=-amount&amp;size=50&amp;page=2"', page)


def test_an_empty_list_says_what_to_do(sample: str) -> None:
    _status, _headers, body = fetched(f"{sample}/nothing/")
    assert "De eerste verschijnt hier zodra een bron die aanbiedt." in body.decode() and b"download=csv" not in body
