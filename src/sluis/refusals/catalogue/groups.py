"""2650–2699: the group ristretto255: elements, scalars, proofs and the closing row."""

from sluis.refusals.code import Code
from sluis.refusals.marking import _

ELEMENTS_REFUSED = Code(
    "2650",
    _("{count} elements are not valid: not canonical, not a point, or the identity; at positions {rows}."),
    _("Nothing was computed. Check that the file was transferred whole, and ask its sender to make it again."),
)

ELEMENT_REFUSED = Code(
    "2651",
    _("This is not a valid public point: not 32 bytes, not canonical, not a point, or the identity."),
    _("Take the public key again from the agreement that its owner signed."),
)

SCALARS_REFUSED = Code(
    "2652",
    _("{count} scalars are not above 0 and below the order of the group; at positions {rows}."),
    _("Make them again with the operating system's randomness; they are not to be corrected."),
)

SCALAR_REFUSED = Code(
    "2653",
    _("This is not a valid secret: not 32 bytes, or not above 0 and below the order of the group."),
    _("Restore the key from its backup, or make a new one with `sluis keys new`."),
)

PSEUDONYMS_DOUBLE = Code(
    "2654",
    _("{count} rows hold a pseudonym that another row holds already."),
    _("Open nothing of this package. Ask the source whether it lists persons twice, and have it relayed again."),
)

PROOF_REFUSED = Code(
    "2655",
    _("The proof does not show that the published key was used on these {count} elements."),
    _("Use none of the results. Check that K is that of the agreement in force, and report it to the provider."),
)

CLOSING_REFUSED = Code(
    "2656",
    _("The table is not the one that the source closed: wrong key, version or table, or other persons or order."),
    _("Open nothing of this package. Ask the provider to relay the source's package again, and report it to both."),
)

POSSESSION_REFUSED = Code(
    "2657",
    _("The proof does not show that the owner of this public key holds its secret."),
    _("Do not sign the agreement. Ask the owner to make the proof again, for this agreement and with this key."),
)
