"""2501 to 2549: signatures, certificates and exact documents."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

SIGNATURE_MALFORMED = Code(
    "2501",
    _("The {kind} signature is not written in the form that Sluis uses."),
    _("Ask the sender for the file again; a copy may have been damaged or edited."),
)
SIGNATURE_WRONG = Code(
    "2502",
    _("The {kind} signature does not belong to these bytes."),
    _("Do not use the file; ask the sender for it again."),
)
SIGNATURE_ALGORITHM = Code(
    "2503",
    _("The {kind} signature names an algorithm other than ES256."),
    _("Do not use the file; the sender has to sign with ES256."),
)
SIGNATURE_HEADER = Code(
    "2504",
    _("The {kind} signature has a header with other members than alg, typ and x5c."),
    _("Do not use the file; ask the sender to sign with Sluis."),
)
SIGNATURE_KIND = Code(
    "2505",
    _("The signature was made for something other than {kind}."),
    _("Do not use the file; a signature was moved from one document to another."),
)
SIGNATURE_REPEATED = Code(
    "2506",
    _("One key signed the same {kind} twice."),
    _("Each party signs once; ask for the document with one signature of each."),
)
CERTIFICATE_MALFORMED = Code(
    "2510",
    _("The certificate cannot be read."),
    _("Ask its holder for the certificate again, or let it be issued anew."),
)
CERTIFICATE_EXPIRED = Code(
    "2511",
    _("The certificate was valid until {until}."),
    _("Its holder needs a new certificate; ask for one with `request`."),
)
CERTIFICATE_NOT_YET_VALID = Code(
    "2512",
    _("The certificate is valid only from {since}."),
    _("Check the clock of this machine, or wait until the certificate is valid."),
)
CERTIFICATE_UNTRUSTED = Code(
    "2513",
    _("The certificate does not lead to an authority that this home trusts."),
    _("Ask the party who issued the certificate; trust an authority only after checking its fingerprint."),
)
CERTIFICATE_ROLE = Code(
    "2514",
    _("The certificate is for the role {found}; this needs {expected}."),
    _("Let the party sign that has the role {expected}."),
)
CERTIFICATE_NOT_A_PARTY = Code(
    "2515",
    _("The certificate does not name exactly one party and one role of Sluis."),
    _("Let the authority issue it with one urn:sluis:party: and one urn:sluis:role: as alternative names."),
)
CERTIFICATE_IS_AUTHORITY = Code(
    "2516",
    _("The certificate belongs to an authority; it cannot sign as a party."),
    _("Sign with a certificate that the authority issued to the party."),
)
CERTIFICATE_ALGORITHM = Code(
    "2517",
    _("The certificate does not hold a P-256 key, or is signed with a hash that is no longer safe."),
    _("Let the certificate be issued for a P-256 key, signed with SHA-256 or better."),
)
CERTIFICATE_USAGE = Code(
    "2518",
    _("The certificate is not meant for signing as a client."),
    _("Let it be issued with the key usage digitalSignature and the extended key usage clientAuth."),
)
CERTIFICATE_OTHER_KEY = Code(
    "2519",
    _("The certificate belongs to another key than the one at hand."),
    _("Use the certificate that was issued for this key, or ask for one with `request`."),
)
REQUEST_MALFORMED = Code(
    "2520",
    _("The request for a certificate cannot be read, or its own signature is wrong."),
    _("Ask the party to make the request again with its `init` or `request` command."),
)
AUTHORITY_UNFIT = Code(
    "2521",
    _("This certificate and key cannot issue certificates at this moment."),
    _("Use the authority's own certificate and key, within their validity."),
)
DOCUMENT_TOO_LARGE = Code(
    "2530",
    _("The document is larger than {limit} bytes."),
    _("Ask the sender for the document again; it is not one that Sluis made."),
)
DOCUMENT_TOO_DEEP = Code(
    "2531",
    _("The document is nested deeper than {depth} levels."),
    _("Ask the sender for the document again; it is not one that Sluis made."),
)
DOCUMENT_NOT_JSON = Code(
    "2532",
    _("The document is not a JSON object in UTF-8."),
    _("Ask the sender for the document again; a copy may have been damaged."),
)
DOCUMENT_REPEATED_KEY = Code(
    "2533",
    _("The document has the same key twice in one object."),
    _("Do not use the document; ask the sender for it again."),
)
DOCUMENT_VALUE = Code(
    "2534",
    _("The document holds a number that is not whole within 53 bits, or text that is not Unicode."),
    _("Ask the sender for the document again; it is not one that Sluis made."),
)
DOCUMENT_NOT_EXACT = Code(
    "2535",
    _("The document is not in its one exact form: sorted keys, no spaces, one newline at the end."),
    _("Use the file as it was sent; opening and saving it in an editor changes it."),
)
