"""Whether there is room for what a program announces."""

import shutil

from django.conf import settings

from sluis.portal.deliveries.models import Account, Upload
from sluis.portal.deliveries.places import arriving
from sluis.refusals import Refused
from sluis.refusals.catalogue import gate as codes

MARGIN = 64 << 20
MOST_OPEN = 64
"""Uploads that a party has begun and not finished."""


def require_room(length: int, account: Account) -> None:
    """Refuse a package for which, with its result and what this party has still to bring, there is no room.

    What others announced does not count: who announces much keeps nobody out but itself.

    Raises:
        Refused: NO_ROOM.
    """
    begun = Upload.everything.filter(
        organisation=account.organisation, account__party_id=account.party_id, state=Upload.State.ARRIVING
    )
    lacking = [one.length - _arrived(one) for one in begun.only("length")[:MOST_OPEN]]
    free = shutil.disk_usage(settings.INSTALLATION.folder).free
    if len(lacking) == MOST_OPEN or free < 2 * length + sum(lacking) + MARGIN:
        raise Refused(codes.NO_ROOM)


def _arrived(upload: Upload) -> int:
    try:
        return arriving(upload.pk).stat().st_size
    except FileNotFoundError:
        return 0
