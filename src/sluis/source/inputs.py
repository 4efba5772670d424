"""Which file belongs to which table."""

from collections.abc import Sequence
from pathlib import Path

from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as codes
from sluis.specification.model import Specification


def match_inputs(given: Sequence[str], specification: Specification) -> dict[str, Path]:
    """Table → file, from `TABLE=FILE`, files named after tables, a folder of such files, or one file for one table.

    Raises:
        Refused: INPUT_UNKNOWN when a file belongs to no table, INPUT_MISSING when two belong to one.
    """
    tables = [table.name for table in specification.tables]
    if len(tables) == 1 and len(given) == 1 and not given[0].startswith(f"{tables[0]}="):
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
