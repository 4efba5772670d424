"""One record of each kind, for the tests that walk through every page."""

from typing import Any

import casting
import delivered
import organising

from sluis.portal.access.models import Organisation
from sluis.portal.deliveries.models import Account, Autorule, State

PAGES = ("delivery", "findings", "authorise", "refuse", "download", "accept", "withdraw", "remove", "proof")


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → ids."""
    lane = delivered.lane(home)
    made = delivered.delivery(
        lane, State.REFUSED, prepared=delivered.REPORT, code="2245", explanation="De Periode van de Proef klopt niet",
        report={"code": "2245", "where": "", "facts": {}}, authorised_by="", proof=b"{}",
    )  # fmt: skip
    delivered.remarks(made)
    account = casting.make(
        Account(organisation=home, role="source", party_id="Bron-Van-De-Proef", opened_at=casting.now(), opened_by="x")
    )
    rule = casting.make(Autorule(organisation=home, name="Regel van de Proef", made_at=casting.now(), made_by="x"))
    certificate = organising.certificate(home)
    found = {f"deliveries:{name}": {"pk": made.pk} for name in PAGES}
    found |= {f"deliveries:{name}": {"pk": lane.route.pk} for name in ("route", "route-test")}
    found |= {f"deliveries:{name}": {"pk": account.pk} for name in ("account", "account-close")}
    found |= {f"deliveries:{name}": {"pk": rule.pk} for name in ("rule", "rule-change", "rule-switch")}
    return found | {"deliveries:account-open": {"pk": certificate.pk}}
