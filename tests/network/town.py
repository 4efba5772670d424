"""What the tests of the parties' programs share."""

from pathlib import Path

from delivering import Net
from worlds import Answer, sluis


def deliver(net: Net, *inputs: object, more: tuple[object, ...] = (), language: str = "en") -> Answer:
    """`sluis source deliver`, that soon gives up."""
    home = net.world.path("source-1")
    words = ("source", "deliver", *inputs, "--home", home, "--to", "recipient-1", "--patience", "1", *more)
    return sluis(*words, language=language)


def outbox(net: Net) -> list[str]:
    """Files that lie in the outbox."""
    folder = net.world.path("source-1", "outbox")
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def relay(net: Net) -> list[str]:
    """Authorise what waits, and let the custodian work."""
    import casting

    from sluis.portal.access.roles import Role
    from sluis.portal.deliveries.authorising import authorise
    from sluis.portal.deliveries.models import Delivery, State

    desk = casting.person(net.places["ttp"], Role.DELIVERY_DESK)
    for delivery in Delivery.everything.filter(state=State.CHECKED):
        authorise(casting.actor(desk), delivery=delivery)
    return list(net.custodian().work())


def files(folder: Path) -> set[str]:
    """Names below a folder, without locks."""
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file() and one.name != ".lock"}
