"""2940 to 2959: the portal: documents, tasks, messages and jobs."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

FILE_TYPE = Code(
    "2940",
    _("A file of this kind is not taken."),
    _("Take one of these: {types}."),
)
FILE_TOO_LARGE = Code(
    "2941",
    _("The file is larger than {megabytes} MB."),
    _("Make it smaller, or split it into several documents."),
)
FILE_EMPTY = Code("2942", _("The file is empty."), _("Choose the file again."))
FILE_CONTENT = Code(
    "2943",
    _("The content of this file is not what its name says."),
    _("Save it again in the program that made it, and take that file."),
)
FILE_ACTIVE = Code(
    "2944",
    _("The file holds macros or scripts."),
    _("Save it without them, for instance as a PDF."),
)
FILE_HOLDS_KEY = Code(
    "2945",
    _("The file holds a private key."),
    _("Keep it where it belongs, consider it known to others, and take the certificate alone."),
)
FILE_NAME = Code("2946", _("The file has no usable name."), _("Rename it and choose it again."))
OWN_VERSION = Code(
    "2947",
    _("Nobody approves a version that they added themselves."),
    _("Ask somebody else of the board."),
)
NOT_APPROVED = Code(
    "2948",
    _("No version of this document was approved yet."),
    _("Let the board approve a version first."),
)
NOT_THE_OPERATORS = Code(
    "2949",
    _("Only documents of the operator are published to others."),
    _("Send your own documents to the party that needs them."),
)
VALIDITY = Code(
    "2950",
    _("The last day of validity lies before the first."),
    _("Give a later last day, or none."),
)
NOT_A_COLLEAGUE = Code(
    "2951",
    _("This person or role cannot do tasks of this organisation."),
    _("Choose somebody of the organisation who is there now, or a role that exists there."),
)
TASK_ENDED = Code("2952", _("This task was done or dropped already."), _("Make a new task if there is more to do."))
NO_FEED = Code("2953", _("There is no calendar feed to withdraw."), _("Make one first."))
MESSAGE_ENDED = Code("2954", _("This message is not waiting and was not given up."), _("There is nothing to do."))
JOB_BUSY = Code("2955", _("This job is being done at this moment."), _("Wait a few minutes and look again."))
NO_SUCH_JOB = Code("2956", _("There is no such job."), _("Choose one of the list."))
NO_SUCH_RECORD = Code("2957", _("There is no such kind of record."), _("Choose one of the list."))
