"""2760 to 2774: the portal: versions of data specifications, their approvals and signature."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

NAME_OTHER = Code(
    "2760",
    _("The file is of the specification {named}, and this is {here}."),
    _("Upload the file under its own specification, or mend the name in the file."),
)
NOT_CLOSED = Code(
    "2761",
    _("The list of fields of this specification is closed, and the file does not say so."),
    _("Write closed: true in the file, so that a column that it does not name refuses the delivery."),
)
LABEL_TAKEN = Code(
    "2762",
    _("There is a version {version} already."),
    _("Give the changed file another version: what was approved under a version stays as it was."),
)
NO_SOURCE = Code(
    "2763",
    _("This specification has no data source yet, so nobody could approve it as one."),
    _("Add the organisations that deliver under it, and propose the version then."),
)
PERIOD_OVER = Code(
    "2764",
    _("The last day of this version lies in the past."),
    _("Upload a new version with a later day under valid."),
)
NOT_A_PARTY = Code(
    "2765",
    _("Your organisation is not this party to the specification."),
    _("Each source, the commissioning party and the TTP decide for themselves; ask one of their people."),
)
OWN_PROPOSAL = Code(
    "2766",
    _("Whoever drew up or proposed a version does not approve it, for no party."),
    _("Let a colleague who may approve decide."),
)
ONE_PARTY_EACH = Code(
    "2767",
    _("You have decided about this version for another party already."),
    _("Let somebody else decide for this party: nobody approves for two."),
)
DIGEST_OTHER = Code(
    "2768",
    _("What you approve is not the file of this version."),
    _("Open the page of the version again, and compare the SHA-256 with that of your file."),
)
SOURCE_THERE = Code(
    "2769",
    _("This organisation is a source of the specification already."),
    _("Nothing needs to be done."),
)
SOURCE_IS_TTP = Code(
    "2770",
    _("The TTP is not a source: it must not know the data that it protects."),
    _("Name the organisation that has the data."),
)
NOT_APPROVED = Code(
    "2771",
    _("This version was not approved by every party as it is, so it is not signed."),
    _("Look at the approvals of the version; propose it anew when they are of another file."),
)
NAME_TAKEN = Code(
    "2772",
    _("This organisation has a specification of that name already."),
    _("Propose a new version of that one, or choose another name."),
)
NAME_FORM = Code(
    "2773",
    _("This is no name of a specification."),
    _("Use lower-case letters, digits and hyphens, at most 64, as in the file."),
)
REASON_MISSING = Code(
    "2774",
    _("No reason was given."),
    _("Say in a sentence what has to change; the others read it."),
)
