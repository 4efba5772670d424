"""24xx: cards, enrolment and agreements."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

_NEW_DRAFT = _("Ask the TTP for a new draft; do not sign this one.")

UNREADABLE = Code(
    "2401",
    _("The {part} is not in the form that this version of Sluis knows."),
    _("Ask the party that made the file for it again, made with the same version of Sluis."),
)
TERM = Code("2402", _("The agreement's term, version or retention cannot be meant."), _NEW_DRAFT)
NAME_NOT_ALLOWED = Code(
    "2403",
    _("The name {name} is not allowed."),
    _("Use lower-case letters, digits and hyphens, beginning with a letter, at most 40, not ending in -test."),
)
SAME_ORGANISATION = Code(
    "2404",
    _("Source and recipient are one organisation, and the agreement does not say that this is meant."),
    _("Such an organisation could test guesses through the TTP. If that is accepted, say so in the agreement."),
)
INCOMPLETE_ANNEX = Code(
    "2405",
    _("A processing in annex 1 lacks its {part}."),
    _("Complete the row before the agreement is signed."),
)
COUNTRY = Code(
    "2406",
    _("Processing “{activity}” would happen in a country that the agreement does not allow."),
    _("Take the country out of the row, or agree on it in writing first."),
)
SIGNATURE_MISSING = Code(
    "2407",
    _("The agreement is not signed by the {role}."),
    _("An agreement works when source, recipient and TTP have all signed the same file: `sluis agreement sign`."),
)
SIGNATURE_FOREIGN = Code(
    "2408",
    _("The agreement is signed with a key that is not the {role}'s key in it."),
    _NEW_DRAFT,
)
NOT_OUR_KEYS = Code(
    "2409",
    _("The agreement names other keys for {party} than {party} itself has."),
    _("Do not sign. Somebody may have put another key in between; ask the TTP how this draft was made."),
)
NOT_PINNED = Code(
    "2410",
    _("The keys of {party} are not known here from {party} itself."),
    _("Ask {party} for its card, not by way of the TTP, compare the fingerprint, and run `sluis agreement pin CARD`."),
)
PIN_DIFFERS = Code(
    "2411",
    _("The agreement names other keys for {party} than {party}'s own card."),
    _("Do not sign. Somebody may have put another key in between; call {party} and compare fingerprints."),
)
NO_AGREEMENT = Code(
    "2412",
    _("There is no agreement for this, so nothing may happen."),
    _("Look what there is with `sluis agreement list`; accept one that all three have signed."),
)
AMBIGUOUS = Code(
    "2413",
    _("There are {count} agreements that this could be about."),
    _("Name the recipient with --to, or the agreement with --agreement."),
)
NOT_IN_FORCE = Code(
    "2414",
    _("Agreement {agreement} is not in force today: it runs from {starts} to {ends}."),
    _("Sign a new agreement, or wait for its first day."),
)
SUPERSEDED = Code(
    "2415",
    _("The package was made under version {version} of agreement {agreement}, which a later version replaced."),
    _("Ask the source to prepare the delivery again under the version in force."),
)
OTHER_AGREEMENT = Code(
    "2416",
    _("The package does not keep to agreement {agreement}: its {part} is another."),
    _("Ask the source to prepare the delivery again under the agreement in force."),
)
SCHEME_NOT_ALLOWED = Code(
    "2417",
    _("The settings of this home do not allow the scheme {scheme}."),
    _(
        "If it is meant, add it to `schemes` in sluis.toml, after reading what it means in the protocol's documentation."
    ),
)
OTHER_SPECIFICATION = Code(
    "2418",
    _("The specification is not the one that the agreement names."),
    _("Take the file of which the agreement holds the digest, or agree on the new version first."),
)
NOT_A_PARTY = Code(
    "2419",
    _("The agreement is between other parties."),
    _("Give it to the party that it names, or choose another --home."),
)
OLDER_VERSION = Code(
    "2420",
    _("Agreement {agreement} is already here in version {version} or a later one."),
    _("Accept only a higher version; an older one never comes back."),
)
CARD_FORGED = Code(
    "2421",
    _("The card is not signed by the key that it shows."),
    _("Ask the party for its card again, and compare the fingerprint by telephone."),
)
CARD_CHANGED = Code(
    "2422",
    _("{party} has been known here by other keys."),
    _("Call {party}. If it really has new keys, remove its old card with `sluis agreement unpin {party}` first."),
)
NOT_ENROLLED = Code(
    "2423",
    _("This home has no certificate yet."),
    _("Give the TTP the card (`card.json`), and run `sluis agreement enrolled CERTIFICATE` with its answer."),
)
NOT_ALLOWED = Code(
    "2424",
    _("Agreement {agreement} does not allow this: {part}."),
    _("Nothing was done. If it is wanted, agree on it in a new version."),
)
OUTSIDE_VALIDITY = Code(
    "2425",
    _("The specification is not valid today."),
    _("Take the version whose dates cover today, and agree on it."),
)
CERTIFICATE_FOREIGN = Code(
    "2426",
    _("The certificate is not for this home's key, name and role."),
    _("Give the TTP this home's own card.json, and take the certificate that it makes of it."),
)
WRONG_PARTY_KIND = Code(
    "2427",
    _("The card is of a {found}, and a {wanted} is needed here."),
    _("Choose the card of the right party."),
)
FINGERPRINT_DIFFERS = Code(
    "2428",
    _("The fingerprint is not that of the card of {party}."),
    _("Do not pin it. Call {party}, on a number that you know, and ask for its card again."),
)
TEST_KEY_SHARED = Code(
    "2430",
    _("The agreement names one key for real and for test deliveries."),
    _("Do not sign. Test pseudonyms would be real ones; each party has a test key of its own in its card."),
)
DOMAIN_KEY = Code(
    "2431",
    _("The key of domain {domain}, version {version}, does not go with the other agreements here."),
    _(
        "Do not accept. A domain and version has one key, and no other domain has it; ask the TTP how this draft was made."
    ),
)
TRANSPORT_OFF = Code(
    "2432",
    _("Transport is switched off, and the recipient is another organisation than the source."),
    _("With transport off the result returns to the source's own organisation; draft the agreement with its card."),
)
