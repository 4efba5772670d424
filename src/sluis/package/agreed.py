"""What a manifest may promise under an agreement: the tables, lists and clear fields of the specification, no others.

Source, TTP and recipient have the same specification, so a source with a program of its own is stopped by the TTP
before anything of it is opened, and by the recipient again.
"""

import pyarrow as pa

from sluis.kernel.leaks import dominates, share_of_bsn
from sluis.package.manifest import Manifest
from sluis.refusals import Refused
from sluis.refusals.catalogue import deliveries as delivery_codes
from sluis.refusals.catalogue import packages as codes
from sluis.specification.model import Clear, Pseudonymise, Specification, Table


def require_agreed(manifest: Manifest, specification: Specification) -> None:
    """Refuse other tables, lists of persons or clear fields, and a clear value that is a citizen service number.

    Raises:
        Refused: MANIFEST_UNREADABLE, CLEAR_IDENTIFIES.
    """
    tables = specification.tables
    lists = {name for table in tables for name in list_of_columns(table).values()}
    clear = {one.name for table in tables for one in table.fields if isinstance(one.treatment, Clear)}
    wanted = {table.name for table in tables}, lists, clear
    if (set(manifest.rows), set(manifest.persons), set(manifest.clear)) != wanted:
        raise Refused(codes.MANIFEST_UNREADABLE, member="manifest.json")
    for name, value in manifest.clear.items():
        if dominates(*share_of_bsn(pa.array([value]))):
            raise Refused(delivery_codes.CLEAR_IDENTIFIES, field=name)


def list_of_columns(table: Table) -> dict[str, str]:
    """Column → list of persons, for every pseudonymised column of a table."""
    numbers = {one.name: one.identifier or "" for one in table.fields if isinstance(one.treatment, Pseudonymise)}
    return numbers | {one.name: one.name for one in table.composites}
