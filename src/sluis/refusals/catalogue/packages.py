"""2550-2599: the package and what binds its parts."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

_AGAIN = _("Ask the sender for the package again; it was changed or cut on its way.")

NOT_A_PACKAGE = Code(
    "2550",
    _("This is not a package of Sluis."),
    _("Choose the file that ends in .sluis and that came from the source or the TTP."),
)
DAMAGED = Code("2551", _("The package is damaged: its bytes are not those that the sender wrote."), _AGAIN)
TOO_LARGE = Code(
    "2552",
    _("The package would be larger than 4 GiB."),
    _("Divide the rows over several files and deliver the first with mode `replace`, the others with mode `add`."),
)
FOREIGN_MEMBER = Code("2553", _("The package holds a file that does not belong in it."), _AGAIN)
MEMBER_MISSING = Code("2554", _("The package has no {member}."), _AGAIN)
MANIFEST_UNREADABLE = Code(
    "2555",
    _("{member} says something that this version of Sluis does not know, or lacks what it must say."),
    _("Use the same version of Sluis on both sides; if it is the same, ask the sender for the package again."),
)
COUNTS_DIFFER = Code(
    "2556",
    _("{member} does not hold the number of rows or persons that the manifest promises."),
    _AGAIN,
)
OTHER_MANIFEST = Code(
    "2557",
    _("{member} was made for another delivery, agreement, specification or recipient than the manifest says."),
    _("Do not use this package. Tell the source and the TTP: parts of different packages were put together."),
)
NOT_RELAYED = Code(
    "2558",
    _("The package has not been relayed by the TTP."),
    _("Send it to the TTP first: `sluis ttp relay PACKAGE --home DIR --out PACKAGE`."),
)
ALREADY_RELAYED = Code(
    "2559",
    _("The package has already been relayed."),
    _("Give it to the recipient; a relay takes only what comes from a source."),
)
KEY_MISMATCH = Code(
    "2560",
    _(
        "The pseudonyms in {member} were not made with the key that the agreement publishes, or their order was changed."
    ),
    _("Do not use this package. Tell the TTP: the key, its version or the persons' table is not the agreed one."),
)
CONTENT_DIFFERS = Code(
    "2561",
    _("The columns of table {table} are not those of the agreed specification."),
    _("Ask the source to prepare the delivery again with the specification of the agreement."),
)
FOLDER_NEEDED = Code(
    "2562",
    _("The package holds {count} tables, and one file cannot hold them."),
    _("Name a new folder with --out; it gets a Parquet file per table."),
)
