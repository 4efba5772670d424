"""Certificates that were issued at the command line (`sluis ttp enrol`), brought under an organisation here."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.access.models import Organisation
from sluis.portal.organisations.models import Certificate
from sluis.portal.organisations.rights import ADOPT
from sluis.refusals import Refused
from sluis.refusals.catalogue import access
from sluis.refusals.catalogue import organisations as codes
from sluis.signatures import Role, Trust
from sluis.signatures.certificates import fingerprint, from_pem, read_certificate, to_pem


def adopt(actor: Actor, *, organisation: Organisation, chain_pem: bytes, trust: Trust) -> Certificate:
    """Keep a certificate that an authority of this TTP issued, as one of an organisation.

    Args:
        chain_pem: the certificate and what stands between it and the authority.
        trust: the authorities that count.
    Raises:
        Refused: what is wrong with the certificate; CERTIFICATE_UNFIT for one of a TTP; EXCHANGE_NAME_TAKEN when the name
            is another organisation's; GONE_ALREADY when it is here.
    """
    chain = from_pem(chain_pem)
    holder = trust.holder(chain, role=None, at=actor.at)
    if holder.role is Role.TTP:
        raise Refused(codes.CERTIFICATE_UNFIT)
    leaf = read_certificate(chain[0])
    with changing(actor, ADOPT, on=organisation) as change:
        if Certificate.everything.filter(party_id=holder.party).exclude(organisation=organisation).exists():
            raise Refused(codes.EXCHANGE_NAME_TAKEN)
        if Certificate.everything.filter(fingerprint=fingerprint(chain[0])).exists():
            raise Refused(access.GONE_ALREADY)
        made = Certificate(
            organisation=organisation, role=holder.role.value, party_id=holder.party,
            serial=f"{leaf.serial_number:x}", fingerprint=fingerprint(chain[0]), key_id=holder.key_id,
            valid_from=leaf.not_valid_before_utc, valid_until=leaf.not_valid_after_utc, issued_at=actor.at,
            chain=to_pem(chain).decode(),
        )  # fmt: skip
        made.full_clean()
        made.save(force_insert=True)
        change.record("certificate.adopted", made, objects={"key": made.key_id, "role": made.role})
    return made
