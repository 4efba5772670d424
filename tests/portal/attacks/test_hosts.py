"""A browser can name any port, and each of the portal's hosts; what the portal sends leads to its own address."""

import casting
import entering
import pytest
from django.conf import settings
from django.core import mail

from sluis.portal.access.roles import Role

pytestmark = pytest.mark.usefixtures("sqlite")


def test_link_for_a_new_password_leads_to_the_portals_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr(mail, "outbox", [], raising=False)
    who = casting.person(casting.organisation(), Role.BOARD)
    who.set_password(entering.PASSWORD)
    who.save()
    answer = casting.browser().post(
        "/account/password/reset/", {"email": who.email}, headers={"host": "localhost:4444"}
    )
    assert answer.status_code == 302
    [sent] = [str(one.body) for one in mail.outbox]
    assert f"{settings.INSTALLATION.address}/account/password/reset/key/" in sent and "4444" not in sent
    [link] = entering.links(sent)[:1]
    assert "password" in casting.browser().get(link, follow=True).content.decode()


@pytest.mark.parametrize("host", ["elders.example", "localhost@elders.example", "localhost.elders.example", "127.1"])
def test_another_host_is_refused(host: str) -> None:
    assert casting.browser().get("/account/login/", headers={"host": host}).status_code == 400
