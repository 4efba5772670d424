"""The TTP's keys per domain and version: independent random secrets, so that destroying one is final."""

from sluis.agreement.terms import NAME, Domain
from sluis.home.home import Home
from sluis.kernel.keyed import ColumnMac, sentinel_check
from sluis.refusals import Refused
from sluis.refusals.catalogue import agreements as codes
from sluis.refusals.catalogue import custody as key_codes
from sluis.signatures.certificates import Role
from sluis.specification.model import Scheme

_KINDS = {Scheme.POLYMORPHIC: "scalar", Scheme.KEYED: "secret"}


def domain_key_name(domain: str, version: int, *, test: bool) -> str:
    """The name of a domain's key in the TTP's key store."""
    return f"domain-{domain}-{version}" + ("-test" if test else "")


def make_domain(home: Home, domain: str, scheme: Scheme, version: int = 1) -> None:
    """Make the key of a domain, and its test key.

    Raises:
        Refused: OTHER_ROLE, NAME_NOT_ALLOWED, or that there is such a key already.
    """
    home.require(Role.TTP)
    if not NAME.fullmatch(domain) or domain.endswith(("-test", "-")):
        raise Refused(codes.NAME_NOT_ALLOWED, name=domain)
    kind = _KINDS[scheme]
    for test in (False, True):
        name = domain_key_name(domain, version, test=test)
        home.keys.make(
            name, kind, at=home.clock(), purpose="makes pseudonyms", domain=domain, version=version, test=test
        )
        home.record("key.made", objects={"key": name, "domain": domain})


def published(home: Home, domain: str, version: int, scheme: Scheme, stage_one: tuple[str, str] = ("", "")) -> Domain:
    """What an agreement says of a domain's keys.

    Args:
        stage_one: check values of the sources' key, real and test (keyed).
    """
    names = [domain_key_name(domain, version, test=test) for test in (False, True)]
    if scheme is Scheme.POLYMORPHIC:
        real, test = (home.keys.public(name).public for name in names)
    else:
        real, test = (sentinel_check(ColumnMac(home.keys.secret(name))) for name in names)
    return Domain(domain, version, real, test, *stage_one)


def next_of(home: Home, domain: str, scheme: Scheme | None = None) -> tuple[Scheme, int]:
    """The scheme of a domain's key, and the version that follows its last.

    Args:
        scheme: as somebody thinks that it is; none when not asked.
    Raises:
        Refused: OTHER_ROLE; KEY_UNKNOWN when the domain has no key, KEY_KIND when its key is of another scheme.
    """
    home.require(Role.TTP)
    known = [one for one in home.keys.list() if one.domain == domain and one.version and not one.test]
    if not known:
        raise Refused(key_codes.KEY_UNKNOWN, name=domain_key_name(domain, 1, test=False))
    last = max(known, key=lambda one: one.version)
    found = next(one for one, kind in _KINDS.items() if kind == last.kind.value)
    if scheme not in (None, found):
        expected = _KINDS[scheme] if scheme else ""
        raise Refused(key_codes.KEY_KIND, name=last.name, found=last.kind.value, expected=expected)
    return found, last.version + 1
