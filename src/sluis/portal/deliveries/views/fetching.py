"""The recipient's part."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.actor import Actor
from sluis.portal.deliveries import fetching
from sluis.portal.deliveries.models import Delivery
from sluis.portal.deliveries.places import result
from sluis.portal.deliveries.rights import FETCH
from sluis.portal.deliveries.views.base import Deed, OfRecipient
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliverynet as codes

BLOCK = 1 << 20


class Download(OfRecipient):
    """The result as a file. It changes the state of the delivery, and so it is asked for with POST."""

    right = FETCH
    http_method_names: ClassVar[list[str]] = ["post"]  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002 - as Django calls it
        """Hand it over, part by part."""
        found = self.delivery
        if not found.is_held:
            raise Refused(codes.GONE, number=found.number)
        path = result(found.pk)
        if not path.exists() or path.stat().st_size != found.result_size:
            raise Refused(codes.RESULT_DAMAGED, number=found.number)
        headers = {
            "Content-Disposition": f'attachment; filename="{found.number}.sluis"',
            "Content-Length": str(found.result_size),
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
            "Cache-Control": "no-store",
        }
        body = blocks(path, copy(self.actor), found)  # a copy: the request's own is looked up when it is needed
        return StreamingHttpResponse(body, content_type="application/octet-stream", headers=headers)


def blocks(path: Path, actor: Actor, delivery: Delivery) -> Iterator[bytes]:
    """The file; before its last bytes leave, it counts as downloaded: who has them all may go without waiting."""
    left = delivery.result_size
    with path.open("rb") as file:
        while left and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            if not left:
                fetching.downloaded(replace(actor, at=timezone.now()), delivery=delivery)
            yield block


class AcceptTest(OfRecipient, Deed):
    """Content with a test: real data may come."""

    right = FETCH
    message = _("The test was accepted. Real data may come under this agreement from now on.")

    def do(self) -> object:
        """Call the service."""
        return fetching.accept_test(self.actor, delivery=self.delivery)
