"""What staff write is read by others for years: no number of a person in it."""

import re
import unicodedata

from sluis.refusals import Refused
from sluis.refusals.catalogue import monitor as codes

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9A-Za-z])[0-9a-fA-F]{32,}(?![0-9A-Za-z])")
_NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\-/]?\d){8}(?![ .\-/]?\d)")


def plain(text: str, field: str) -> str:
    """The text without blanks around it, when it holds no nine digits in a row, however they are parted or written.

    Raises:
        Refused: PERSONAL, with the name of the field and never what stands in it.
    """
    bare = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    if _NINE_DIGITS.search(_ID.sub(" ", bare)):
        raise Refused(codes.PERSONAL, field=field)
    return text.strip()
