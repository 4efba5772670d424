"""An access review withdraws a right; an auditor filters, draws a sample, and verifies the chain."""

import pytest

from sluis.portal.access.models import Grant
from sluis.portal.ledger.models import Entry
from sluis.portal.people.models import Decision, Review
from stories.acting import BUTTON, Town, enter


@pytest.mark.covers("Z-45", "Z-98")
def test_review_withdraws_a_right_at_once(town: Town) -> None:
    review = Review.everything.get()
    reviewer = enter(town, "directie@sluis.example")
    reviewer.go("/")
    reviewer.look()
    page = reviewer.go(f"/people/reviews/{review.pk}/")
    reviewer.look()
    doubtful = Grant.everything.get(person__email="servicedesk@sluis.example")
    decision = Decision.everything.get(review=review, grant=doubtful)
    loser = enter(town, "servicedesk@sluis.example")
    assert loser.go("/organisations/").locator("table tbody tr").count() >= 9

    reviewer.go(f"/people/decisions/{decision.pk}/")
    reviewer.look()
    page.check("input[type=radio][value=withdraw]")
    page.fill("textarea[name=reason]", "Werkt niet meer op de servicedesk.")
    page.click(BUTTON)
    reviewer.look()

    doubtful.refresh_from_db()
    assert doubtful.withdrawn_at is not None
    loser.go("/organisations/")
    assert loser.page.locator("table tbody tr").count() == 0, "the right is gone at once"
    loser.look()
    assert Entry.objects.filter(kind__startswith="grant.", organisation=doubtful.organisation_id).exists()


@pytest.mark.covers("Z-101")
def test_auditor_filters_draws_a_sample_and_verifies(town: Town) -> None:
    auditor = enter(town, "auditor@sluis.example")
    page = auditor.go("/oversight/evidence/")
    auditor.look()
    everything = Entry.objects.count()
    page.goto(page.url + "?kinds=mandate.given")
    auditor.look()
    shown = page.locator("table tbody tr").count()
    assert shown == Entry.objects.filter(kind="mandate.given").count() == 1 < everything

    page.locator("table tbody a").first.click()
    auditor.look()
    assert "mandate.given" in page.content()

    page = auditor.go("/oversight/verifications/new/")
    auditor.look()
    page.click(BUTTON)
    auditor.look()
    assert page.locator(".utrecht-status-badge--success, .ok").count() >= 1, page.content()[:3000]

    page = auditor.go("/oversight/samples/new/")
    auditor.look()


def test_pages_of_the_operator_are_sound_at_both_widths(town: Town) -> None:
    """Every address of the menu, and what the lists there lead to, for an administrator."""
    for width in (1360, 360):
        who = enter(town, "beheer@sluis.example" if width > 400 else "veiligheid@sluis.example", width)
        page = who.go("/")
        links = {link.get_attribute("href") or "" for link in page.locator("nav a").all()}
        for link in sorted(one for one in links if one.startswith("/") and not one.startswith("/account/logout")):
            who.go(link)
            who.look()
            first = page.locator("table tbody a")
            if first.count():
                target = first.first.get_attribute("href") or "/"
                if target.startswith("/") and "/file" not in target and "download" not in target:
                    who.go(target)
                    who.look()
