"""2240–2254: deliveries at the TTP: routes, states, authorising, removing."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

ROUTE_UNREADABLE = Code(
    "2240",
    _("Agreement {agreement} cannot be read as three parties signed it."),
    _("Let the custodian publish it again from the TTP's home: see that `sluis serve` runs there."),
)
NO_ROUTE = Code(
    "2241",
    _("The TTP knows no agreement {agreement} under which this party delivers."),
    _(
        "Ask the TTP whether the agreement was accepted, and whether the certificate is registered to your organisation."
    ),
)
TEST_FIRST = Code(
    "2242",
    _("Real data may come only after the recipient accepted a test delivery under agreement {agreement}."),
    _("Prepare and send a test delivery with --test, and ask the recipient to accept it."),
)
CORRECTS_UNKNOWN = Code(
    "2243",
    _("The delivery says that it corrects another one, which is not known here."),
    _("Give --corrects the id of a delivery under the same agreement; see `sluis source deliveries`."),
)
NOT_IN_THIS_STATE = Code(
    "2244",
    _("Delivery {number} stands at “{state}”, and this can no longer or not yet be done."),
    _("Look at the delivery again; somebody or something else was first."),
)
REFUSED_BY_STAFF = Code(
    "2245",
    _("The TTP refused this delivery."),
    _("Read the explanation, correct what is wrong and deliver again with --corrects."),
)
GONE = Code(
    "2246",
    _("The result of delivery {number} is no longer here."),
    _("Ask the source to deliver again: the TTP removes results after their term, and keeps no copy."),
)
ACCOUNT_OPEN = Code(
    "2247",
    _("There is an open account for this party already."),
    _("Use that one, or close it first."),
)
NO_CERTIFICATE = Code(
    "2248",
    _("The organisation has no certificate in force for this party and role."),
    _("Enrol the party's program first, or record its certificate."),
)
OTHERWISE_ANNOUNCED = Code(
    "2249",
    _("Delivery {number} has been offered before, with another manifest."),
    _("Prepare the delivery again; it then gets a number of its own."),
)
RESULT_DAMAGED = Code(
    "2250",
    _("The result of delivery {number} is not the one that was relayed."),
    _("It is not given out. Tell the TTP; the source delivers again."),
)
CERTIFICATE_REVOKED = Code(
    "2251",
    _("The certificate of {party} was revoked, or is not the one that the TTP registered."),
    _("Enrol again with a new card, and sign the agreements again with it."),
)
REPORT_TOO_LARGE = Code(
    "2252",
    _("A validation report may be 16 MiB at most."),
    _("Give one remark per kind of error, with the first rows."),
)
TOO_MANY_REPORTS = Code(
    "2254",
    _("There are {most} validation reports about delivery {number} already."),
    _("Put further remarks into the report about the next delivery, or tell the source in another way."),
)
TEST_NOT_ACCEPTABLE = Code(
    "2253",
    _("A test is accepted on a test delivery that the recipient downloaded."),
    _("Download and open a test delivery first."),
)
