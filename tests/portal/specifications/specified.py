"""Specifications for tests: files, parties with people who can decide, and versions in every state."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import casting
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from sluis.portal.access.actor import Actor, program
from sluis.portal.access.models import Organisation, Person
from sluis.portal.access.roles import Role
from sluis.portal.specifications import approving, drafting, keeping, signing
from sluis.portal.specifications.models import Dataspec, Specversion
from sluis.portal.specifications.parties import stands
from sluis.signatures import Authority, KeySigner, issue, make_authority, make_request, sign_detached, to_pem
from sluis.signatures import Role as Signing

TEXT = """\
name: knees
version: "{version}"
title: Knees (invented)
scheme: polymorphic
{more}format: {{type: {format}}}
fields:
  - {{name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: one patient is one person}}
  - {{name: SEX, type: string, constraints: {{enum: ["1", "2"]}}, treatment: seal, classification: ordinary, justification: case mix}}
  - name: PAIN
    type: integer
    constraints: {{minimum: 0, maximum: {most}}}
    treatment: seal
    classification: special
    justification: outcome
  - {{name: NAME, type: string, treatment: drop, justification: never leaves}}
"""


def file(version: str = "1.0", *, first: date | None = None, last: date | None = None, **more: Any) -> bytes:
    """The bytes of a specification."""
    days = [f"from: {first}"] if first else []
    days += [f"until: {last}"] if last else []
    head = f"valid: {{{', '.join(days)}}}\n" if days else ""
    head += "closed: true\n" if more.get("closed") else ""
    text = TEXT.format(version=version, more=head, most=more.get("most", 10), format=more.get("format", "csv"))
    return text.replace("name: knees", f"name: {more.get('name', 'knees')}", 1).encode()


@dataclass
class Cast:
    """A specification with its three parties; of each a proposer and somebody who can decide.

    Attributes:
        decider: of whom each party's decision comes.
        at: now.
    """

    ttp: Organisation
    registry: Organisation
    sources: list[Organisation]
    dataspec: Dataspec
    author: Person
    decider: dict[Any, Person]
    at: datetime = field(default_factory=casting.now)

    def actor(self, who: Person, days: int = 0) -> Actor:
        """Somebody, today or days later."""
        return casting.actor(who, self.at + timedelta(days=days))

    def draft(self, content: bytes | None = None, days: int = 0, who: Person | None = None) -> Specversion:
        """A version that was uploaded."""
        actor = self.actor(who or self.author, days)
        return drafting.upload(actor, dataspec=self.dataspec, content=content or file(), note="first")

    def proposed(self, content: bytes | None = None, days: int = 0) -> Specversion:
        """A version that waits for the parties."""
        made = self.draft(content, days)
        return drafting.propose(self.actor(self.author, days), version=made)

    def approve(self, version: Specversion, *kinds: str, days: int = 0) -> Specversion:
        """Let parties approve; all when none is named."""
        for party in stands(version):
            if party.approval is None and (not kinds or party.kind.value in kinds):
                approving.approve(
                    self.actor(self.decider[party.organisation.pk], days),
                    version=version, kind=party.kind, digest=version.sha256,
                )  # fmt: skip
        return fresh(version)

    def approved(self, content: bytes | None = None, days: int = 0) -> Specversion:
        """A version that waits for the signature."""
        return self.approve(self.proposed(content, days), days=days)

    def active(self, content: bytes | None = None, days: int = 0) -> Specversion:
        """A version that holds."""
        made = self.approved(content, days)
        trusted()
        at = self.at + timedelta(days=days)
        return signing.signed(program("custodian", at), version=made, signature=signature(bytes(made.content)))


def cast(sources: int = 2, **more: Any) -> Cast:
    """The parties, and an empty specification."""
    ttp = Organisation.everything.filter(is_operator=True).first() or casting.organisation("De Sluis", operator=True)
    registry = more.pop("registry", None) or casting.organisation("Register Verzonnen")
    givers = [casting.organisation(f"Kliniek Proef {number}") for number in range(sources)]
    decider = {
        each.pk: casting.person(each, Role.CONTRACT_MANAGER, position="Contractmanager")
        for each in (ttp, registry, *givers)
    }
    keeper = casting.tester()
    dataspec = keeping.create(
        keeper, organisation=registry, name="knees", title="Knees, invented", sources=givers, **more
    )
    author = casting.person(registry, Role.CONTRACT_MANAGER)
    return Cast(ttp, registry, givers, dataspec, author, decider)


def fresh(version: Specversion) -> Specversion:
    """As it is now."""
    found: Specversion = Specversion.everything.select_related("dataspec__organisation").get(pk=version.pk)
    return found


@cache
def ttp_signer(role: Signing = Signing.TTP, known: bool = True) -> tuple[bytes, KeySigner]:
    """The certificate of an authority, and somebody whom it certified; `known` tells two authorities apart."""
    since = casting.now() - timedelta(days=2)
    key, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = "Test authority" if known else "Another authority"
    authority = Authority(make_authority(name, key, serial=1, at=since, days=900), key)
    request = make_request("sluis", role, own)
    certificate = issue(authority, request, role, serial=7, at=since, days=800)
    return authority.certificate, KeySigner(own, [certificate])


def trusted(signer: tuple[bytes, KeySigner] | None = None) -> None:
    """Let the installation trust the authority, as the custodian does when it starts."""
    path = settings.INSTALLATION.folder / "trust.pem"
    path.write_bytes(to_pem(((signer or ttp_signer())[0],)))


def signature(content: bytes, kind: str = "specification") -> bytes:
    """The TTP's signature over bytes."""
    return sign_detached(content, ttp_signer()[1], kind)
