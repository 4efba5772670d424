"""2980–2999: serving, backing up and restoring an installation."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

HOME_SERVED = Code(
    "2980",
    _("This home is being served already, or its parts have not all ended yet."),
    _("Stop the running `sluis serve` first. If it was killed, wait a few seconds and try again."),
)
PART_REFUSED = Code(
    "2981",
    _("The part {part} refuses to run as it is set; the others were ended."),
    _("The lines above say why, with a code. Mend the setting and start again."),
)
PART_FAILED = Code(
    "2982",
    _("The part {part} could not be got ready; the others were ended."),
    _("The lines above say where it failed. Run `sluis doctor`, and report it if that finds nothing."),
)
PART_MISSING = Code(
    "2983",
    _("This home has no part {part}."),
    _("Name a part that it has, or the home of the trusted third party; without --only all parts run."),
)
PORT_TAKEN = Code(
    "2984",
    _("Another program listens on port {port} of {address}, or the system does not give it."),
    _("End that program, or set another `port` or `bind` in portal.toml. Ports below 1024 need a right of the system."),
)
CERTIFICATE_UNUSABLE = Code(
    "2985",
    _("The certificate and key for TLS cannot be used: unreadable, expired, or not of each other."),
    _("Check the settings `certificate` and `key` in portal.toml, or leave both out for an own certificate."),
)
DATABASE_NOT_MADE = Code(
    "2986",
    _("The database of this installation cannot be reached, or was never made."),
    _("Check the setting `database` in portal.toml and that its server runs; `sluis serve` makes a new database."),
)
BACKUP_NOT_READ_BACK = Code(
    "2987",
    _("The backup was written, but reading it back gave something else; it was thrown away."),
    _("Check the disk, then make the backup again."),
)
BACKUP_DAMAGED = Code(
    "2988",
    _("This is no whole backup of Sluis: parts are missing, too many, or do not fit their sums."),
    _("Nothing was restored. Compare the file's SHA-256 with the evidence of the day, or take another backup."),
)
BACKUP_OTHER_FORMAT = Code(
    "2989",
    _("This backup has a format that this version of Sluis does not know."),
    _("Restore it with the version of Sluis that made it, or a newer one."),
)
BACKUP_NEWER = Code(
    "2990",
    _("The database in this backup has changes that this version of Sluis does not know, such as {migration}."),
    _("Install the version of Sluis that made the backup, or a newer one, and restore again."),
)
PLACE_NOT_EMPTY = Code(
    "2991",
    _("There is something in this installation already: {what}."),
    _(
        "Restore into an empty folder and database, or give --yes. Replaced files are set aside, a PostgreSQL database not."
    ),
)
RESTORED_DIFFERS = Code(
    "2992",
    _("What was restored is not what the backup holds; it was thrown away."),
    _("Nothing was changed. Try another backup, and report this one."),
)
IDENTITY_FILE = Code(
    "2993",
    _("{file} holds no identity of age: a line AGE-SECRET-KEY-1…."),
    _("Name the file that was set aside when the first backup was made, with --identity."),
)
BACKED_UP_BROKEN = Code(
    "2994",
    _("The backup is whole, but the evidence in it does not verify: {count} findings. It was so when it was made."),
    _("Try an older backup and find out what happened. If this one is all there is, restore it with --yes."),
)
NOT_IN_ORDER = Code(
    "2995",
    _("{count} things are not in order."),
    _("Do what stands below each of them, and examine again."),
)
