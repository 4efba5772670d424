"""Every part in a real browser: nothing for axe to find, nothing sticks out, nothing is refused by the policy."""

from typing import Any

import pytest

WAYS = [(1360, "light", "nl"), (1360, "dark", "en"), (360, "light", "en"), (360, "dark", "nl")]
SOME = [WAYS[0], (360, "dark", "en")]
PAGES = {
    "/": 200,
    "/houses/": 200,
    "/houses/?sort=-amount&page=3&q=zorg&size=50": 200,
    "/houses/?opened=nonsense": 200,
    "/houses/?q=nowhere": 200,
    "/nothing/": 200,
    "/houses/new/": 200,
    "/houses/1/": 200,
    "/houses/1/end/": 200,
    "/refusing/": 409,
    "/broken/": 500,
    "/not-there/": 404,
    "/account/2fa/": 200,
    "/account/2fa/webauthn/": 200,
    "/account/password/change/": 200,
    "/account/sessions/": 200,
    "/account/logout/": 200,
}
MANY_PARTS = ("/", "/houses/", "/houses/1/", "/houses/1/end/")
OUTSIDE = {
    "/account/login/": 200,
    "/account/password/reset/": 200,
    "/account/password/reset/done/": 200,
    "/account/password/reset/key/1-nonsense/": 200,
    "/account/inactive/": 200,
}


@pytest.fixture(scope="session")
def axe() -> Any:
    return pytest.importorskip("axe_core_python.sync_playwright", reason="axe-core-python is not installed").Axe()


def faultless(page: Any, axe: Any) -> None:
    found = axe.run(page)["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []
    wide = (
        "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.evaluate(wide)


@pytest.mark.parametrize(
    ("path", "width", "scheme", "language"),
    [(path, *way) for path in PAGES for way in (WAYS if path in MANY_PARTS else SOME)],
)
def test_nothing_is_wrong_with_a_page(look: Any, axe: Any, path: str, width: int, scheme: str, language: str) -> None:
    with look(path, width=width, scheme=scheme, language=language, status=PAGES[path]) as page:
        assert page.evaluate("document.documentElement.lang") == language
        faultless(page, axe)


@pytest.mark.parametrize(("width", "scheme", "language"), SOME)
@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_is_wrong_with_a_page_before_signing_in(
    look: Any, axe: Any, path: str, width: int, scheme: str, language: str
) -> None:
    with look(path, width=width, scheme=scheme, language=language, known=False, status=OUTSIDE[path]) as page:
        faultless(page, axe)


@pytest.mark.parametrize(("width", "scheme", "language"), WAYS)
def test_nothing_is_wrong_with_a_form_with_errors(look: Any, axe: Any, width: int, scheme: str, language: str) -> None:
    with look("/houses/new/", width=width, scheme=scheme, language=language) as page:
        page.evaluate("window.expected422 = true")
        page.click("main form .utrecht-button--primary-action")
        page.wait_for_selector(".problems")
        faultless(page, axe)
        page.evaluate("window.expected422 = true")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_setting_up_an_authenticator_shows_its_code_in_the_page(look: Any, axe: Any, language: str) -> None:
    with look("/account/2fa/totp/activate/", language=language) as page:
        if page.locator("[name=password]").count():
            page.fill("[name=password]", "een-goed-lang-wachtwoord")
            page.press("[name=password]", "Enter")
            page.wait_for_url("**/totp/activate/")
        drawn = page.locator(".qr svg").bounding_box()
        assert drawn["width"] > 150 and drawn["height"] > 150
        faultless(page, axe)


def test_large_letters_and_forced_colours_lose_nothing(look: Any, axe: Any) -> None:
    with look("/houses/1/", width=400) as page:
        page.emulate_media(forced_colors="active")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator(".life li").last.is_visible()


def test_paper_shows_the_words_and_not_the_menu(look: Any) -> None:
    with look("/houses/") as page:
        page.emulate_media(media="print")
        assert not page.locator("#menu").is_visible() and not page.locator(".lang").is_visible()
        assert not page.locator(".bar").is_visible() and not page.locator(".pager").is_visible()
        assert page.locator("table tbody tr").first.is_visible() and page.locator("h1").is_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('tbody tr')).breakInside") == "avoid"
        after = "getComputedStyle(document.querySelector('tbody a'), '::after').content"
        assert page.evaluate(after) in ("none", "normal")


def test_nothing_moves_for_who_wants_it_still(look: Any) -> None:
    with look("/") as page:
        page.emulate_media(reduced_motion="reduce")
        moving = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
        assert page.evaluate(moving) == 0
