"""An organisation leaves: takes everything along, has the rest destroyed by two people, and gets the proof."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import casting
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from leavers import Leaver, leaver, ttp_home
from living import Portal, Visitor, chromium, running, visitor
from playwright.sync_api import Browser, sync_playwright
from worlds import sluis

from sluis.custodian.proving import Prover
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Person
from sluis.portal.jobs.working import run_due
from sluis.portal.leaving.models import Destruction, Handover
from sluis.portal.tasks.models import Task
from stories.acting import BUTTON, PASSWORD, Phone, sign_in


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Portal, Leaver, Browser]]:
    """An organisation that leaves, served."""
    with sync_playwright() as playwright, running(tmp_path_factory.mktemp("town")) as portal:
        who = leaver()
        browser = chromium(playwright)
        yield portal, who, browser
        browser.close()


def enter(portal: Portal, browser: Browser, person: Person, width: int = 1360) -> Visitor:
    """Sign in, with a password and a factor."""
    phone, secret = Phone(), generate_totp_secret()
    phone.secret = secret
    with keeping(casting.tester()) as change:
        person.set_password(PASSWORD)
        person.save()
        change.record("test.changed", person)
    Authenticator.objects.filter(user=person).delete()
    TOTP.activate(person, secret)
    made = visitor(browser, portal, width)
    sign_in(made, person.email, phone)
    return made


@pytest.mark.covers("I-73", "Z-103", "Z-104")
def test_controller_leaves_takes_everything_and_gets_the_proof(
    town: tuple[Portal, Leaver, Browser], tmp_path: Path
) -> None:
    portal, who, browser = town
    one = enter(portal, browser, who.asks)
    page = one.go(f"/holdings/{who.home.pk}/")
    one.look()
    page.click(f"a[href='/leaving/{who.home.pk}/take']")
    one.look()
    page.fill("textarea[name=reason]", "Einde van de overeenkomst")
    page.click("button:has-text('Bestand klaarzetten')")
    one.look()
    with page.expect_download() as download:
        page.click("button:has-text('Bestand ophalen')")
    file = tmp_path / "alles.zip"
    download.value.save_as(file)
    page.reload()
    one.look()
    digest = sha256(file.read_bytes()).hexdigest()
    assert Handover.everything.get().sha256 == digest and digest in page.content()

    page = one.go(f"/leaving/{who.home.pk}/destroy")
    one.look()
    page.fill("textarea[name=reason]", "Einde van de overeenkomst")
    page.fill("input[name=due_on]", f"{datetime.now(UTC) + timedelta(days=20):%Y-%m-%d}")
    page.click("button:has-text('Vernietiging aanvragen')")
    one.look()
    assert page.locator("a:has-text('Bevestigen')").count() == 0, "who asked does not confirm"

    made = Destruction.everything.get()
    two = enter(portal, browser, who.confirms, 360)
    page = two.go(f"/leaving/destructions/{made.pk}/")
    two.look()
    page.click("a:has-text('Bevestigen')")
    two.look()
    page.click(BUTTON)
    two.look()
    run_due(datetime.now(UTC), "leaving.destroying")
    home = ttp_home(tmp_path / "ttp")
    list(Prover(home.signer(), home.shelf.trust).round(datetime.now(UTC) + timedelta(minutes=5)))
    assert not Task.everything.filter(organisation=who.home).exists()

    page = two.go("/leaving/")
    two.look()
    page.click("tbody tr a >> nth=0")
    two.look()
    page.click("a:has-text('Bewijs dat is vernietigd')")
    two.look()
    with page.expect_download() as download:
        page.click("a:has-text('Ondertekend bewijs downloaden')")
    proof = tmp_path / "proof.json"
    download.value.save_as(proof)
    root = tmp_path / "root.pem"
    root.write_bytes(b"".join(path.read_bytes() for path in sorted((home.path / "trust").glob("*.pem"))))
    assert sluis("holdings", "verify", proof, "--trust", root).code == 0

    second = tmp_path / "second"
    second.mkdir()
    assert sluis("serve", "--prepare", "--home", second).code == 0
    assert sluis("holdings", "import", file, "--home", second, "--yes", digest).code == 0
