"""Whether there is room for what a program announces."""

import shutil

from django.conf import settings

from sluis.refusals import Refused
from sluis.refusals.catalogue import gate as codes

MARGIN = 64 << 20


def require_room(length: int) -> None:
    """Refuse a package for which, with its result, there is no room.

    Raises:
        Refused: NO_ROOM.
    """
    if shutil.disk_usage(settings.INSTALLATION.folder).free < 2 * length + MARGIN:
        raise Refused(codes.NO_ROOM)
