"""What one does with the keyboard and the forms, in a real browser."""

import re
from typing import Any

import pytest


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def tab_until(page: Any, wanted: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if re.search(wanted, focused(page)):
            return
    raise AssertionError(f"{wanted} is not reached with the keyboard")


def test_the_first_stop_leads_to_the_content(look: Any) -> None:
    with look("/houses/") as page:
        page.keyboard.press("Tab")
        assert focused(page) == "Naar de inhoud"
        assert page.locator(".utrecht-skip-link").bounding_box()["width"] > 50
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert focused(page) == "Nieuwe organisatie"


def test_menu_sorting_and_paging_work_with_the_keyboard(look: Any) -> None:
    with look("/houses/") as page:
        tab_until(page, "^Dashboard$")
        tab_until(page, "^Bedrag$")
        page.keyboard.press("Enter")
        page.wait_for_url("**sort=amount**")
        assert page.get_attribute("th[aria-sort]", "aria-sort") == "ascending"
        tab_until(page, "^Volgende$", 100)
        page.keyboard.press("Enter")
        page.wait_for_url("**page=2**")
        assert "26–50 van 1.000" in page.inner_text(".tf")


def test_focus_can_be_seen(look: Any) -> None:
    with look("/houses/") as page:
        tab_until(page, "^Organisaties$")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 3


def test_menu_of_a_phone_opens_and_closes_without_a_mouse(look: Any) -> None:
    with look("/houses/", width=360) as page:
        assert not page.locator("#menu").is_visible()
        page.focus(".burger")
        page.keyboard.press("Enter")
        assert page.locator("#menu").is_visible()
        assert page.get_attribute("#menu [aria-current=page]", "href") == "/houses/"
        page.keyboard.press("Escape")
        assert not page.locator("#menu").is_visible()


def test_a_row_is_a_card_on_a_phone(look: Any) -> None:
    with look("/houses/", width=360) as page:
        assert page.evaluate("getComputedStyle(document.querySelector('tbody td')).display") == "grid"
        assert "Plaats" in page.evaluate("getComputedStyle(document.querySelector('tbody td'), '::before').content")


def test_what_was_typed_stays_and_the_errors_get_the_focus(look: Any) -> None:
    with look("/houses/new/") as page:
        page.fill("[name=name]", "Nieuw Huis")
        page.click("main form .utrecht-button--primary-action")
        page.wait_for_selector(".problems")
        assert page.evaluate("document.activeElement.matches('.problems')")
        assert page.title().startswith("Fout: ")
        assert page.input_value("[name=name]") == "Nieuw Huis"
        described = page.get_attribute("[name=opened]", "aria-describedby")
        assert page.locator(f"#{described}").inner_text().endswith("Dit veld is verplicht.")
        assert page.get_attribute("[name=opened]", "type") == "date"
        page.click(".problems a >> text=Weg")
        assert page.evaluate("document.activeElement.name") == "way"
        page.evaluate("window.expected422 = true")


@pytest.mark.parametrize(
    ("language", "sentence"), [("nl", "<b>taken</b> is er niet"), ("en", "<b>taken</b> is not there")]
)
def test_a_refusal_is_shown_in_the_form_with_code_and_advice(look: Any, language: str, sentence: str) -> None:
    with look("/houses/new/", language=language) as page:
        filled(page, "taken")
        answer = page.wait_for_selector(".refusal")
        assert sentence in answer.inner_text() and "2007" in answer.inner_text()
        assert page.input_value("[name=name]") == "taken" and page.input_value("[name=opened]") == "2026-11-19"
        page.evaluate("window.expected422 = true")


def filled(page: Any, name: str) -> None:
    page.fill("[name=name]", name)
    page.select_option("[name=region]", index=1)
    page.fill("[name=opened]", "2026-11-19")
    page.fill("[name=amount]", "12")
    page.check("[name=way] >> nth=0")
    page.check("[name=agreed]")
    page.click("main form .utrecht-button--primary-action")


def test_saving_says_so_on_the_next_page(look: Any) -> None:
    with look("/houses/new/") as page:
        filled(page, "Aaa Huis")
        page.wait_for_url("**/houses/")
        assert "De organisatie is toegevoegd." in page.inner_text("[role=status]")


def test_consequences_come_before_the_button_and_a_reason_is_asked(look: Any) -> None:
    with look("/houses/1/end/") as page:
        assert page.locator(".consequences li").count() == 2
        button = page.locator("main form .utrecht-button--danger")
        assert page.locator(".consequences").bounding_box()["y"] < button.bounding_box()["y"]
        button.click()
        assert "Reden" in page.wait_for_selector(".problems").inner_text()
        page.fill("[name=reason]", "einde")
        button.click()
        page.wait_for_url("**/houses/")
        page.evaluate("window.expected422 = true")


def test_language_changes_by_a_form_and_stays_on_the_page(look: Any) -> None:
    with look("/houses/?q=zorg") as page:
        page.click(".lang button[value=en]")
        page.wait_for_selector("html[lang=en]")
        assert page.url.endswith("/houses/?q=zorg") and page.get_attribute(".lang [aria-current]", "value") == "en"


def test_passkey_scripts_run_under_the_policy(look: Any) -> None:
    with look("/account/login/", known=False) as page:
        assert page.evaluate("typeof allauth.webauthn.forms.loginForm") == "function"


def test_decision_comes_before_the_evidence_on_a_phone(look: Any) -> None:
    with look("/houses/1/", width=360) as page:
        assert page.locator(".act").bounding_box()["y"] < page.locator(".chain").bounding_box()["y"]
