"""2601–2649: keys, labels and sealing."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

LABEL_NAME = Code(
    "2601",
    _("The name of the {part} cannot stand in a label."),
    _(
        "Use at most {most} lower-case letters, digits and hyphens, beginning with a letter; a domain's own name does"
        " not end in `-test`, which marks a test."
    ),
)

LABEL_VERSION = Code(
    "2602",
    _("A label has a scheme p or k and a version from 1 to {most}."),
    _("Correct the scheme or the version in the agreement."),
)

LABEL_MALFORMED = Code(
    "2603",
    _("This is not the label of a pseudonym."),
    _(
        "A label reads <scheme><version>.<provider>.<domain>.<hex>, for example p1.sluis.registry-1. and 64 lower-case"
        " hex digits; check that it was copied whole."
    ),
)

LABELS_FOREIGN = Code(
    "2604",
    _("{count} values are not labels that begin with {prefix} and end in {digits} hex digits; at positions {rows}."),
    _("Give pseudonyms of that provider, domain and version only, exactly as they were received."),
)

RECIPIENT_INVALID = Code(
    "2610",
    _("This is not the public key of a recipient."),
    _("Use the line that begins with age1, exactly as the recipient published it."),
)

IDENTITY_INVALID = Code(
    "2611",
    _("This is not the private key of a recipient."),
    _("Use the line that begins with AGE-SECRET-KEY-1, from the recipient's own key file."),
)

SEALED_NOT_AGE = Code(
    "2612",
    _("This is not sealed content (age, binary form)."),
    _("Check that it is the right file and that it was transferred whole and in binary form."),
)

SEALED_OTHER_KEY = Code(
    "2613",
    _("The content is not sealed to this key."),
    _("Open it with the key of the recipient that it was sealed to, or ask the sender to seal it to this one."),
)

SEALED_DAMAGED = Code(
    "2614",
    _("The sealed content was altered or is not complete."),
    _("Keep nothing of what was read; fetch it again, and tell the sender when it happens twice."),
)

CIPHERTEXT_REFUSED = Code(
    "2620",
    _("{count} values cannot be decrypted; at positions {rows}."),
    _("Check that they were encrypted for this domain and field with this key, and that they were copied whole."),
)
