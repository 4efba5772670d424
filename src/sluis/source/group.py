"""The key that all sources of a domain share (keyed scheme): made by one of them, never seen by TTP or recipient.

It travels from source to source as a file that is sealed to the other's content key and signed by the giver. Every
agreement holds its check value, so that no source can work with another key: its pseudonyms would silently differ.
"""

from sluis.agreement.card import Card
from sluis.home.home import Home
from sluis.kernel.keyed import derive, key_check
from sluis.kernel.sealing import open_bytes, seal_bytes
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.signatures import exact
from sluis.signatures.certificates import Role
from sluis.signatures.jws import sign_detached, verify_detached

FORMAT = "sluis-group-key/1"
_PURPOSE = "makes pre-pseudonyms; shared by the sources of the domain"


def group_key_name(domain: str) -> str:
    """The name of the group's key of a domain in a source's key store."""
    return f"group-{domain}"


def make_group_key(home: Home, domain: str) -> None:
    """Make the key that the sources of a domain will share."""
    home.keys.make(group_key_name(domain), "secret", at=home.clock(), purpose=_PURPOSE, domain=domain)
    home.record("key.made", objects={"key": group_key_name(domain), "domain": domain})


def checks(home: Home, domain: str, version: int) -> tuple[str, str]:
    """The check values of the stage-one keys, real and test, for the agreement."""
    group = home.keys.secret(group_key_name(domain))
    keys = (derive(group, purpose="stage-one", domain=domain, version=version, test=test) for test in (False, True))
    real, test = (key_check(key, "stage-one") for key in keys)
    return real, test


def share_group_key(home: Home, domain: str, receiver: Card) -> bytes:
    """The key for another source, sealed to its content key and signed by this one.

    Raises:
        Refused: NOT_PINNED, PIN_DIFFERS or WRONG_PARTY_KIND: the key goes to sources whose card was compared, only.
    """
    _require_pinned_source(home, receiver.keys.id, receiver.keys.signing)
    body = {
        "format": FORMAT,
        "domain": domain,
        "giver": home.settings.party,
        "receiver": receiver.keys.id,
        "key": home.keys.secret(group_key_name(domain)).hex(),
    }
    signature = sign_detached(exact.dump(body), home.signer(), "group-key").decode()
    home.record("key.shared", objects={"key": group_key_name(domain), "domain": domain, "party": receiver.keys.id})
    return seal_bytes(exact.dump({"body": body, "signature": signature}), [receiver.keys.content])


def accept_group_key(home: Home, sealed: bytes) -> str:
    """Take the key that another source shared; the domain it is for.

    Raises:
        Refused: UNREADABLE, NOT_A_PARTY, NOT_PINNED, what is wrong with the signature, or that a key is here already.
    """
    value = exact.load(open_bytes(sealed, home.keys.identity("content")), limit=1 << 16, depth=3)
    try:
        body, jws = value["body"], value["signature"].encode("ascii")
        domain, receiver, key = str(body["domain"]), body["receiver"], bytes.fromhex(body["key"])
        right = body["format"] == FORMAT and domain == body["domain"]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(codes.UNREADABLE, part="group key") from None
    if not right or receiver != home.settings.party or len(key) != 32:
        raise Refused(codes.NOT_A_PARTY)
    signature = verify_detached(
        jws, exact.dump(body), kind="group-key", role=Role.SOURCE, trust=home.shelf.trust, at=home.clock()
    )
    _require_pinned_source(home, signature.party, signature.key_id)
    home.keys.make(group_key_name(domain), "secret", at=home.clock(), purpose=_PURPOSE, domain=domain, given=key)
    home.record("key.accepted", objects={"key": group_key_name(domain), "domain": domain, "party": signature.party})
    return domain


def _require_pinned_source(home: Home, party: str, signing: str) -> None:
    for card in home.shelf.pins():
        if (card.role, card.keys.id) == (Role.SOURCE, party):
            if card.keys.signing != signing:
                raise Refused(codes.PIN_DIFFERS, party=party)
            return
    raise Refused(codes.NOT_PINNED, party=party)
