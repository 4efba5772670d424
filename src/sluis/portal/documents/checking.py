"""Whether a file is what its name says, judged by its content; nothing in it is opened, unpacked or run."""

import hashlib
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from sluis.portal.documents.names import clean_name, ending
from sluis.portal.documents.types import TYPES
from sluis.refusals import Refused
from sluis.refusals.catalogue import work as codes

MEGABYTES = 10
LARGEST = MEGABYTES << 20


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Its digest."""
        return hashlib.sha256(self.content).hexdigest()


def check(file: UploadedFile) -> Checked:
    """The file, when it may be kept.

    Raises:
        Refused: FILE_NAME, FILE_TYPE, FILE_TOO_LARGE, FILE_EMPTY, FILE_CONTENT, FILE_ACTIVE, FILE_HOLDS_KEY.
    """
    name = clean_name(file.name or "")
    kind = TYPES.get(ending(name))
    if kind is None:
        raise Refused(codes.FILE_TYPE, types=", ".join(TYPES))
    file.seek(0)
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Refused(codes.FILE_TOO_LARGE, megabytes=MEGABYTES)
    if not content:
        raise Refused(codes.FILE_EMPTY)
    kind.judge(content)
    return Checked(name, kind.media_type, content)
