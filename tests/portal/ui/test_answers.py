"""Static files, refusals and faults, over HTTP."""

import gzip
import re

import pytest
from test_downloads import fetched


def asset(sample: str, name: str) -> str:
    _status, _headers, body = fetched(f"{sample}/account/login/")
    found = re.search(rf"/static/[0-9a-f]{{16}}/{re.escape(name)}", body.decode())
    assert found is not None
    return sample + found[0]


def test_a_file_is_kept_for_a_year_and_packed(sample: str) -> None:
    address = asset(sample, "ui/sluis.css")
    status, headers, packed = fetched(address, **{"Accept-Encoding": "br, gzip"})
    _status, _headers, plain = fetched(address)
    assert status == 200 and "immutable" in headers["Cache-Control"] and headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain and headers["Content-Type"] == "text/css; charset=utf-8"
    assert "Set-Cookie" not in headers and headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_without_the_digest_of_today_is_asked_for_again(sample: str) -> None:
    for address in (f"{sample}/static/ui/sluis.css", f"{sample}/static/{'0' * 16}/ui/sluis.css"):
        status, headers, _body = fetched(address)
        assert status == 200 and headers["Cache-Control"] == "public, no-cache"
    status, _headers, body = fetched(f"{sample}/static/ui/sluis.css", **{"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "../settings.py", "%2e%2e/apps.py", "ui/../../apps.py", "ui/", "", "ui/sluis.css/", "/etc/passwd", "ui/sluis.css%00",
        "UI/SLUIS.CSS",         "ui/vendor/", "admin/css/base.css", "ui/none.css",
    ],
)  # fmt: skip
def test_no_other_path_leads_anywhere(sample: str, path: str) -> None:
    assert fetched(f"{sample}/static/{path}")[0] == 404


def test_scripts_of_passkeys_are_served(sample: str) -> None:
    for name in ("mfa/js/webauthn.js", "mfa/js/webauthn-json.js", "mfa/js/recovery_codes.js", "account/js/onload.js"):
        assert fetched(f"{sample}/static/{name}")[0] == 200


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "levering.csv is er niet"), ("en", "levering.csv is not there")]
)
def test_a_refusal_that_escapes_is_a_page_with_code_sentence_and_advice(sample: str, language: str, words: str) -> None:
    status, _headers, body = fetched(f"{sample}/refusing/", **{"Accept-Language": language})
    page = body.decode()
    assert status == 409 and words in page and "2007" in page


@pytest.mark.parametrize(
    "came", ["https://evil.example/x", "javascript:alert(1)", "//evil.example", "http://127.0.0.1.evil/"]
)
def test_the_way_back_stays_here(sample: str, came: str) -> None:
    _status, _headers, body = fetched(f"{sample}/refusing/", Referer=came)
    assert b"evil" not in body and b"javascript" not in body


def test_the_way_back_leads_to_where_one_came_from_and_not_to_the_refusal(sample: str) -> None:
    _status, _headers, body = fetched(f"{sample}/refusing/", Referer=f"{sample}/houses/?q=x")
    assert b'href="/houses/?q=x"' in body
    _status, _headers, body = fetched(f"{sample}/refusing/", Referer=f"{sample}/refusing/")
    assert b'href="/refusing/"' not in body.split(b"<main")[1]


@pytest.mark.parametrize(("path", "status"), [("/broken/", 500), ("/houses/999999/none", 404)])
def test_pages_of_faults_name_nothing(sample: str, path: str, status: int) -> None:
    found, _headers, body = fetched(sample + path)
    assert found == status and b"123456782" not in body and b"999999" not in body.split(b"<main")[1]


def test_every_page_has_the_strict_policy(sample: str) -> None:
    for path in ("/", "/account/login/", "/refusing/", "/broken/", "/not-there/"):
        policy = fetched(sample + path)[1]["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "data:" not in policy
