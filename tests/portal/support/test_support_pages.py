"""The pages, as people on both sides use them."""

from datetime import timedelta
from typing import Any

import casting
import contracting
import pytest
import supporting
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from listing import shown, total

from sluis.portal.access.roles import Role
from sluis.portal.deliveries.models import State as Stands
from sluis.portal.notifications.models import Envelope
from sluis.portal.notifications.wording import word
from sluis.portal.support import consenting, panels, watching
from sluis.portal.support.models import HelpOffer, HelpRequest, Selection, Way
from support import examples

pytestmark = pytest.mark.usefixtures("sqlite")


def at(name: str, record: Any) -> str:
    """An address."""
    return reverse(f"support:{name}", args=[record.pk])


def form_of(page: Any) -> Any:
    """The form on a page."""
    return page.context_data["form"]


@pytest.mark.covers("Z-61", "Z-62")
def test_from_a_refused_delivery_to_help_and_nothing_left() -> None:
    there = supporting.place()
    theirs, decides = casting.browser(there.deliverer), casting.browser(there.officer)
    ours = casting.browser(there.desk)
    page = theirs.get(at("ask-about", there.delivery))
    assert page.status_code == 200 and there.delivery.number in page.content.decode()
    said = {"way": "selection", "question": "Rij 2 wordt geweigerd."}
    answer = theirs.post(at("ask-about", there.delivery), said)
    found = HelpRequest.everything.get()
    assert answer.headers["Location"] == at("request", found) and found.delivery == there.delivery

    assert "Aanbod doen" in ours.get(at("request", found)).content.decode()
    asks = {"way": "selection", "what": "Rij 2", "why": "De datum", "codes_of_report": "3204",
            "fields_asked": "geboortedatum, diagnose", "records": "2"}  # fmt: skip
    assert ours.post(at("offer", found), asks | {"records": ""}).status_code == 422
    assert ours.post(at("offer", found), asks | {"records": "26"}).status_code == 422
    assert ours.post(at("offer", found), asks).status_code == 302
    assert HelpOffer.everything.get().fields == ["geboortedatum", "diagnose"]

    assert "Aanbod beantwoorden" not in theirs.get(at("request", found)).content.decode()
    page = decides.get(at("consent", found))
    text = page.content.decode()
    assert "U mag het aanbod afwijzen" in text and at("decline", found) in text and "geboortedatum" in text
    yes = {
        "until_on": (casting.today() + timedelta(days=3)).isoformat(),
        "seen": form_of(page).initial["seen"],
    }
    assert decides.post(at("consent", found), yes).status_code == 422  # nobody consents by accident
    past = yes | {"agreed": "on", "until_on": "2020-01-01"}
    assert decides.post(at("consent", found), past).status_code == 422
    assert decides.post(at("consent", found), yes | {"agreed": "on"}).status_code == 302

    sent = {"file": supporting.upload(b"geboortedatum;bsn\n1950-13-01;1\n")}
    page = theirs.post(at("hand-over", found), sent)
    assert page.status_code == 422 and "Kolom 2" in page.content.decode()
    assert theirs.post(at("hand-over", found), {"file": supporting.upload()}).status_code == 302
    assert "Selectie bekijken" in ours.get(at("request", found)).content.decode()
    assert supporting.CANARY in ours.post(at("look", found)).content.decode()
    assert there.desk.name in theirs.get(at("request", found)).content.decode()

    page = ours.get(at("close", found))
    assert form_of(page)["keep"].value() == "no"
    assert ours.post(at("close", found), {"result": "Opgelost.", "keep": "no"}).status_code == 302
    assert not Selection.objects.exists()
    text = theirs.get(at("request", found)).content.decode()
    assert "Opgelost." in text and "Gesloten, gegevens verwijderd" in text and "onleesbaar" in text


def test_keeping_shows_the_day_and_late_is_said_on_both_sides() -> None:
    there, then = supporting.place(at=contracting.ago(28)), contracting.ago(25)
    found = supporting.closed(there, then)
    watching.watch(casting.tester())
    theirs, ours = casting.browser(there.officer), casting.browser(there.desk)
    for client in (theirs, ours):
        assert "Verwijderen is te laat" in client.get(at("request", found)).content.decode()
        assert "Verwijderen is te laat" in client.get(reverse("support:list")).content.decode()
    assert shown(ours.get(reverse("support:list"), {"holding": "late"})) == [found]
    page = ours.get(at("delete", found))
    assert "kan niet ongedaan" in page.content.decode() and Selection.objects.exists()
    assert ours.post(at("delete", found)).status_code == 302 and not Selection.objects.exists()
    assert total(ours.get(reverse("support:list"), {"holding": "here"})) == 0
    assert ours.post(at("delete", found)).status_code in (409, 422)


def test_the_desk_writes_down_a_call_takes_and_assigns() -> None:
    there = supporting.place()
    ours, other = casting.browser(there.desk), casting.browser(there.other)
    said = {"agreement": there.agreement.pk, "way": "screen", "question": "Hoe lees ik het verslag?"}
    assert "Telefonisch gevraagd" in ours.get(reverse("support:ask")).content.decode()
    assert ours.post(reverse("support:ask"), said).status_code == 302
    found = HelpRequest.everything.get()
    assert found.by_phone and found.handler == there.desk and found.organisation == there.home
    assert "Telefonisch" in ours.get(at("request", found)).content.decode()
    assert other.get(at("take", found)).status_code == 405
    assert other.post(at("take", found)).status_code == 302 and supporting.fresh(found).handler == there.other
    people = form_of(other.get(at("assign", found))).fields["person"].queryset
    assert set(people) == {there.desk, there.other}
    assert other.post(at("assign", found), {"person": there.desk.pk}).status_code == 302
    assert supporting.fresh(found).handler == there.desk
    asks = {"way": "screen", "what": "Het verslag", "why": "Om mee te lezen"}
    assert ours.post(at("offer", found), asks).status_code == 302
    assert ours.post(at("retract", found)).status_code == 302
    assert ours.post(at("offer", found), asks).status_code == 302
    offer = HelpOffer.everything.get(state="open")
    consenting.consent(there.actor("officer"), offer=offer, until_on=casting.today(), seen=consenting.terms_of(offer))
    assert ours.post(at("session", found), {"minutes": "15"}).status_code == 302
    assert "15 minuten" in casting.browser(there.officer).get(at("request", found)).content.decode()
    assert casting.browser(there.officer).post(at("withdraw", found)).status_code == 302
    assert ours.get(at("close", found)).status_code == 200
    assert "keep" not in form_of(ours.get(at("close", found))).fields


def test_declining_and_cancelling() -> None:
    there = supporting.place()
    found = supporting.offered(there).request
    assert casting.browser(there.officer).post(at("decline", found)).status_code == 302
    assert supporting.fresh(found).state == "declined"
    assert casting.browser(there.deliverer).post(at("cancel", found)).status_code == 302
    assert supporting.fresh(found).state == "closed"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_opens_in_both_languages(language: str) -> None:
    there = supporting.place()
    clients = {}
    for name in ("officer", "deliverer", "desk"):
        clients[name] = casting.browser(getattr(there, name))
        clients[name].cookies["language"] = language
    kept, offered = supporting.closed(there), supporting.offered(there).request
    received, selected = supporting.received(there), supporting.consented(there)
    pages = [("officer", "consent", offered), ("officer", "decline", offered), ("officer", "withdraw", received),
             ("deliverer", "hand-over", selected), ("deliverer", "cancel", offered), ("desk", "offer", offered),
             ("desk", "retract", offered), ("desk", "look", received), ("desk", "close", received),
             ("desk", "delete", kept), ("desk", "assign", kept), ("desk", "session", selected)]  # fmt: skip
    pages += [(who, "request", each) for who in clients for each in (kept, offered, received, selected)]
    for who, name, record in pages:
        page = clients[who].get(at(name, record))
        assert page.status_code == 200, (who, name)
        text = page.content.decode()
        assert ">None<" not in text and f'lang="{language}"' in text
        assert ("U " in text or "Hulp" in text) if language == "nl" else "Hulp" not in text, name
    for client in clients.values():
        assert client.get(reverse("support:list")).status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_message_can_be_read_and_holds_no_more_than_a_number(language: str) -> None:
    there = supporting.place(at=contracting.ago(28))
    for role in (Role.DPO, Role.SECURITY_OFFICER):
        casting.person(contracting.operator(), role)
    consenting.decline(there.actor("officer"), offer=supporting.offered(there))
    consenting.withdraw(there.actor("officer"), request=supporting.received(there))
    supporting.closed(there, contracting.ago(25))
    lapsing = supporting.consented(there, contracting.ago(25))
    watching.watch(casting.tester())
    supporting.closed(there, keep=False)
    found: dict[str, str] = {}
    for each in Envelope.objects.select_related("message__person"):
        if each.message.template.startswith("support/"):
            assert set(each.facts) == {"number", "pk"}
            each.message.language = language
            found[each.message.template] = f"{word(each).subject}\n{word(each).text}"
    assert set(found) == {
        f"support/{name}" for name in ("asked", "offered", "consented", "declined", "withdrawn", "lapsed", "received",
                                       "closed", "deleted", "late")
    }  # fmt: skip
    assert lapsing.number
    for text in found.values():
        assert "HV-" in text and "/support/" in text and ("Beste" in text) == (language == "nl")


def test_the_panel_of_a_delivery() -> None:
    there, stranger = supporting.place(), supporting.place()
    well = supporting.delivery(there.agreement, Stands.AVAILABLE, code="")

    def panel(who: Any, subject: Any) -> str:
        request = RequestFactory().get("/")
        request.actor = casting.actor(who)  # type: ignore[attr-defined] # as the middleware does
        return str(panels.of_delivery(request, subject) or "")

    for who in (there.deliverer, there.desk):
        assert at("ask-about", there.delivery) in panel(who, there.delivery)
    assert panel(there.deliverer, well) == "" and panel(there.officer, there.delivery) == ""
    found = supporting.asked(there)
    assert found.number in panel(there.officer, there.delivery)
    assert at("ask-about", there.delivery) not in panel(there.officer, there.delivery)
    watcher = casting.person(contracting.operator(), Role.DELIVERY_DESK)
    for who in (stranger.deliverer, watcher):
        assert panel(who, there.delivery) == ""


def test_queries_do_not_grow_with_rows() -> None:
    there = supporting.place()
    client, counts = casting.browser(there.desk), []
    found = supporting.received(there)
    for more in (2, 9):
        for _each in range(more):
            supporting.asked(there, way=Way.REPORT)
            assert client.post(at("look", found)).status_code in (200, 422)
        client.get(reverse("support:list"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("support:list")).status_code == 200
            assert client.get(at("request", found)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_other_organisations_and_the_delivery_desk_find_nothing() -> None:
    there, stranger = supporting.place(), supporting.place()
    found = supporting.received(there)
    everything = casting.person(stranger.home, Role.ADMINISTRATOR, Role.BOARD, Role.DPO, Role.DELIVERER)
    watcher = casting.person(contracting.operator(), Role.DELIVERY_DESK)
    for who in (everything, watcher):
        client = casting.browser(who)
        for name in examples.STEPS:
            for ask in (client.get, client.post):
                assert ask(at(name, found)).status_code in (403, 404, 405), name
    assert total(casting.browser(everything).get(reverse("support:list"))) == 0
    assert casting.browser(watcher).get(reverse("support:list")).status_code == 403
