"""Policies for the agreements of a world, signed with its TTP's own key."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from agreeing import identifier
from agreement.contracts import BOTH, contract, walk
from worlds import World, sluis

from sluis.agreement import steps
from sluis.agreement.contract import Flow, Side
from sluis.agreement.policy import Policy, Version, policy_of
from sluis.agreement.signing import sign_policy
from sluis.tables.files import atomic

SUSPENDED = (steps.Suspend(Side.CONTROLLER),)
ENDED = (steps.EndNow(),)


def policy(
    world: World,
    serial: int,
    *path: steps.Step,
    source: int = 1,
    recipient: int = 1,
    flow: dict[str, Any] | None = None,
    version: Version | None = None,
    **changes: Any,
) -> Policy:
    """What follows from a contract in the exchange's regime that was signed this morning, after more steps.

    Args:
        changes: to the contract.
        flow: changes to the flow; empty party ids are those of the world.
        version: of the data specification; none for the one that was agreed.
    """
    at = datetime.now(UTC)
    agreement = world.home(f"source-{source}").shelf.agreement(identifier(source, recipient))
    parts = {"recipient": agreement.recipient.id, **(flow or {})}
    flows = (Flow(agreement.id, agreement.source.id, recipient_name="Registry", **parts),)
    agreed = contract(**{"flows": flows, **changes})
    standing = walk(agreed, BOTH, at - timedelta(seconds=2))
    standing = walk(agreed, path, at - timedelta(seconds=1), standing)
    return policy_of(agreed, standing, agreement.id, (version or Version(agreement.specification_sha256),), at, serial)


def write(world: World, made: Policy, signer: str = "ttp") -> Path:
    """The signed document as a file."""
    path = world.path(f"{made.agreement}.{made.serial}.policy")
    with atomic(path) as file:
        file.write(sign_policy(made, world.home(signer).signer()))
    return path


def give(world: World, made: Policy, *parties: str) -> None:
    """Let parties take it, by the product's own command."""
    path = write(world, made)
    for party in parties or (made.agreement[: len("source-1")], "ttp", made.agreement[len("source-1-") :]):
        answer = sluis("agreement", "policy", path, "--home", world.path(party))
        assert answer.code == 0, answer.err
