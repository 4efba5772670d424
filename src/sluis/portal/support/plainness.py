"""Free text that must hold no personal data: what can be recognised by its form is refused, never shown or kept."""

import re

from sluis.kernel.eleventest import is_bsn
from sluis.refusals import Refused
from sluis.refusals.catalogue import support as codes

_NINE = re.compile(r"(?<!\d)\d(?:[ .\-\u00a0\u2011]?\d){8}(?!\d)")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_SECRET = re.compile(r"AGE-SECRET-KEY-|PRIVATE KEY", re.IGNORECASE)
_LABEL = re.compile(r"[pk]\d+\.[a-z0-9-]+\.[a-z0-9-]+\.[0-9a-f]{16}")


def plain(*texts: str) -> None:
    """Refuse texts with what looks like a citizen service number, an e-mail address, a pseudonym's label or a key.

    Raises:
        Refused: LOOKS_PERSONAL; the text is not in it.
    """
    for text in texts:
        numbers = ("".join(filter(str.isdigit, found)) for found in _NINE.findall(text))
        if any(pattern.search(text) for pattern in (_MAIL, _SECRET, _LABEL)) or any(map(_number, numbers)):
            raise Refused(codes.LOOKS_PERSONAL)


def _number(digits: str) -> bool:
    return digits.isascii() and is_bsn(digits)
