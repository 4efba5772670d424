"""Names of files that harm nobody who saves them: no folders, no hidden marks, no reserved names."""

import re
import unicodedata

from sluis.refusals import Refused
from sluis.refusals.catalogue import work as codes

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*;%&$`]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(given: str) -> str:
    """A plain name with its ending in small letters.

    Raises:
        Refused: FILE_NAME, when nothing is left.
    """
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    # Cc control, Cf marks that turn the direction of writing (by which "fdp.exe" is shown as "exe.pdf"), Cs, Co, Cn, Zl, Zp
    shown = "".join(" " if unicodedata.category(one)[0] == "Z" else one for one in bare if _shows(one))
    name = re.sub(r" +", " ", _FORBIDDEN.sub("", shown)).strip(" .")
    stem, dot, last = name.rpartition(".")
    stem = stem.strip(" .")
    if not dot or not stem or not last:
        raise Refused(codes.FILE_NAME)
    if _RESERVED.match(stem + "."):
        stem = f"_{stem}"
    last = last.lower()[:10]
    return f"{stem[: LONGEST - 1 - len(last)]}.{last}"


def ending(name: str) -> str:
    """What comes after the last dot."""
    return name.rpartition(".")[2]


def _shows(one: str) -> bool:
    return unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
