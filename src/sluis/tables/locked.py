"""Workbooks that are protected with a password, opened in memory.

Source: MS-OFFCRYPTO, 2.3.4 (agile and standard encryption), by msoffcrypto.
"""

import io

import msoffcrypto
from msoffcrypto import exceptions

from sluis.refusals import Refused
from sluis.refusals.catalogue import tables as codes

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SPINS = 1_000_000
"""Excel writes 100,000; a file may ask for 4 billion, and keep the machine busy for an hour."""


def unlocked(data: bytes, password: str | None, where: str) -> bytes:
    """The workbook without its lock; the same bytes when it has none.

    Raises:
        Refused: a password is missing or wrong, or the file is damaged.
    """
    if not data.startswith(_COMPOUND):
        return data
    out = io.BytesIO()
    refusal: Refused | None = None
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not office.is_encrypted():
            return data
        refusal = _unwilling(office, password, where)
        if refusal is None:
            office.load_key(password=password, **({"verify_password": True} if office.format == "ooxml" else {}))
            office.decrypt(out)
    except exceptions.InvalidKeyError:
        refusal = Refused(codes.PASSWORD_WRONG, where)
    except Exception:  # the library meets damage in many ways, none of them documented
        refusal = Refused(codes.NOT_A_WORKBOOK, where)
    if refusal:
        raise refusal
    return out.getvalue()


def _unwilling(office: object, password: str | None, where: str) -> Refused | None:
    if not password:
        return Refused(codes.PASSWORD_MISSING, where)
    info = getattr(office, "info", None)
    if isinstance(info, dict) and int(info.get("spinValue", 0)) > _MOST_SPINS:
        return Refused(codes.WORKBOOK_UNSAFE, where)
    return None
