"""Which file belongs to which table."""

from collections.abc import Sequence
from pathlib import Path

from sluis.home.shelf import read_bounded
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as codes
from sluis.refusals.catalogue import homes as home_codes
from sluis.specification.model import Specification

_LONGEST_PASSWORD = 4096


def match_inputs(given: Sequence[str], specification: Specification) -> dict[str, Path]:
    """Table → file, from `TABLE=FILE`, files named after tables, a folder of such files, or one file for one table.

    Raises:
        Refused: INPUT_UNKNOWN when a file belongs to no table, INPUT_MISSING when two belong to one.
    """
    tables = [table.name for table in specification.tables]
    if len(tables) == 1 and len(given) == 1 and ("=" not in given[0] or Path(given[0]).exists()):
        return {tables[0]: Path(given[0])}
    if len(given) == 1 and specification.format.type == "xlsx" and "=" not in given[0]:
        return dict.fromkeys(tables, Path(given[0]))
    found: dict[str, Path] = {}
    for name, path in (pair for one in given for pair in _named(one)):
        if name not in tables or name in found:
            raise Refused(codes.INPUT_UNKNOWN, table=name)
        found[name] = path
    return found


def _named(given: str) -> list[tuple[str, Path]]:
    name, mark, rest = given.partition("=")
    if mark:
        return [(name, Path(rest))]
    path = Path(given)
    if path.is_dir():
        return [
            (each.stem, each) for each in sorted(path.iterdir()) if each.is_file() and not each.name.startswith(".")
        ]
    return [(path.stem, path)]


def read_password(path: Path) -> str:
    """The password in the first line of a file.

    Raises:
        Refused: FILE_MISSING, also when it is no text.
    """
    try:
        lines = read_bounded(path, _LONGEST_PASSWORD).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Refused(home_codes.FILE_MISSING, file=path.name) from None
    return lines[0] if lines else ""
