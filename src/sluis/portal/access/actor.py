"""Who is at work: a person, for their own organisation or by mandate for another, or a program of Sluis itself."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sluis.portal.access.rights import ANYBODY, SIGNED_IN, WORKING, Right
from sluis.refusals import Code, Refused
from sluis.refusals.catalogue import access as codes

if TYPE_CHECKING:
    from uuid import UUID

    from sluis.portal.access.models import Mandate, Organisation, Person
    from sluis.portal.access.tenancy import OwnedBase


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at work, at one moment.

    Attributes:
        at: now, aware.
        access_point: from where: `portal`, `sluis backup`.
        person: who; none for a program and for somebody who is not signed in.
        program: which, when it is one.
        home: the organisation whose person it is.
        organisation: the organisation for which the work is done; another than `home` by mandate only.
        mandate: that allows it.
        rights: names of what may be done.
        closed: why nothing may be done, if so.
    """

    at: datetime
    access_point: str
    person: "Person | None" = None
    program: str = ""
    home: "Organisation | None" = None
    organisation: "Organisation | None" = None
    mandate: "Mandate | None" = None
    rights: frozenset[str] = field(default_factory=frozenset)
    closed: Code | None = None

    @property
    def name(self) -> str:
        """How evidence names who did it: an id, never a name."""
        if self.person:
            return f"person:{self.person.pk}"
        return f"program:{self.program}" if self.program else "anybody"

    @property
    def responsible(self) -> str:
        """How evidence names on whose behalf it was done; by mandate both organisations are named."""
        if self.mandate and self.home and self.organisation:
            return f"organisation:{self.organisation.pk} by organisation:{self.home.pk}"
        return f"organisation:{self.organisation.pk}" if self.organisation else self.name

    @property
    def is_operator(self) -> bool:
        """Whether this is the operator's own staff, at work for the operator."""
        return self.mandate is None and self.organisation is not None and self.organisation.is_operator

    @property
    def oneself(self) -> "Actor":
        """The same person for their own organisation, also while working under a mandate: for one's own account."""
        return replace(self, organisation=self.home, mandate=None)

    def may(self, right: Right) -> bool:
        """Whether this is allowed at all."""
        if self.program or right is ANYBODY:
            return True
        if right is SIGNED_IN:
            return self.person is not None
        if self.person is None or self.closed is not None:
            return False
        return right is WORKING or right.name in self.rights

    def reaches_all(self, right: Right) -> bool:
        """Whether this is allowed for every organisation: for programs, and for the operator's staff with the right."""
        return bool(self.program) or (self.is_operator and self.may(right))

    def reaches(self, right: Right, organisation: "UUID | None") -> bool:
        """Whether this is allowed for an organisation's records."""
        if not self.may(right):
            return False
        own = self.organisation is not None and organisation == self.organisation.pk
        return own or self.reaches_all(right)

    def require(self, right: Right, on: "OwnedBase | None" = None) -> None:
        """Refuse what is not allowed.

        Raises:
            Refused: NOT_SIGNED_IN, the reason why access is closed, NOT_ALLOWED, or NOT_YOURS for another's record.
        """
        if not self.may(right):
            if self.person is None:
                raise Refused(codes.NOT_SIGNED_IN)
            raise Refused(self.closed or codes.NOT_ALLOWED)
        if on is not None and not self.reaches(right, getattr(on, "organisation_id", None)):
            raise Refused(codes.NOT_YOURS)


def program(name: str, at: datetime, access_point: str = "portal") -> Actor:
    """A program of Sluis itself: what happens by the clock or from the command line of who runs the machine."""
    return Actor(at=at, access_point=access_point, program=name)


def nobody(at: datetime) -> Actor:
    """Somebody who is not signed in."""
    return Actor(at=at, access_point="portal")
