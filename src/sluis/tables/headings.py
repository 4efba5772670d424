"""The headings of a file against those that the specification names."""

from collections.abc import Iterable, Sequence

from sluis.refusals import Refused
from sluis.refusals.catalogue import tables as codes
from sluis.specification.model import Drop, Field, Table

MOST_COLUMNS = 16_384
"""As many as a sheet of Excel can have."""


def asked(table: Table) -> tuple[Field, ...]:
    """The fields that are read as columns: those that do not stay behind, and parts of composites and keys."""
    parts = {name for composite in table.composites for name in composite.of} | set(table.primary_key)
    parts |= {name for key in table.foreign_keys for name in key.fields}
    return tuple(field for field in table.fields if field.name in parts or not isinstance(field.treatment, Drop))


def cleaned(headings: Iterable[str]) -> tuple[str, ...]:
    """Headings without byte-order mark and surrounding blanks."""
    return tuple(heading.strip("\ufeff").strip() for heading in headings)


def columns(names: Sequence[str], fields: Iterable[Field], where: str) -> dict[str, int]:
    """Where each asked field stands: name → index in `names`, in the order of `fields`.

    Raises:
        Refused: a field has no column, two columns share a heading, or there are too many columns.
    """
    if len(names) > MOST_COLUMNS:
        raise Refused(codes.TOO_MANY_COLUMNS, where, limit=MOST_COLUMNS)
    wanted = [field.name for field in fields]
    places: dict[str, int] = {}
    doubled: list[tuple[int, int]] = []
    for index, name in enumerate(names):
        # Spreadsheets leave columns without a heading behind; they cannot be asked for, so they do no harm.
        if name and places.setdefault(name, index) != index:
            doubled.append((places[name], index))
    if missing := [name for name in wanted if name not in places]:
        raise Refused(codes.COLUMNS_MISSING, where, count=len(missing), columns=", ".join(missing))
    if doubled:
        raise Refused(codes.HEADING_DOUBLED, where, first=doubled[0][0] + 1, second=doubled[0][1] + 1)
    return {name: places[name] for name in wanted}
