"""What one desk knows: its home, the deliveries on their way, and what the gate told."""

from collections.abc import Iterator
from threading import Lock

from sluis.desk.draft import Draft, Stage
from sluis.desk.place import Place
from sluis.desk.running import Life
from sluis.desk.watching import Watch
from sluis.home.home import Home
from sluis.package.keeping import restored
from sluis.refusals import Refused
from sluis.refusals.catalogue import desk as codes
from sluis.source.delivering import manifest_in

MOST_DRAFTS = 24


class Desk:
    """One desk.

    Attributes:
        place: its folder.
        watch: what the gate tells.
        life: how long it runs.
        preparing: held by the one that prepares; the next waits.
        connecting: a gate that was named and not confirmed yet: its address, and the certificate to trust.
    """

    def __init__(self, home: Home, place: Place) -> None:
        self._path, self._clock = home.path, home.clock
        self.place = place
        self.watch = Watch(lambda: self.home)
        self.life = Life(0, lambda: False)
        self.preparing = Lock()
        self.connecting: tuple[str, bytes] | None = None
        self._drafts: dict[str, Draft] = {}

    @property
    def home(self) -> Home:
        """The home as it is now; connecting changes its settings."""
        return Home(self._path, self._clock)

    def is_busy(self) -> bool:
        """Whether something is under way that closing would cut off."""
        return any(draft.is_busy for draft in list(self._drafts.values()))

    def begin(self, draft: Draft) -> Draft:
        """Take a new draft in; the oldest at rest makes room."""
        self._drafts[draft.id] = draft
        for old in [one for one in self._drafts.values() if not one.is_busy][: max(0, len(self._drafts) - MOST_DRAFTS)]:
            self.drop(old)
        return draft

    def find(self, identifier: str) -> Draft:
        """The draft with this id.

        Raises:
            Refused: NO_DRAFT.
        """
        draft = self._drafts.get(identifier)
        if draft is None:
            raise Refused(codes.NO_DRAFT)
        return draft

    def drop(self, draft: Draft) -> None:
        """Forget a draft, with its files; a package in the outbox stays there."""
        draft.let_go()
        self._drafts.pop(draft.id, None)

    def waiting(self) -> list[Draft]:
        """Deliveries that were prepared, here or by a command, and are not known to have arrived."""
        return list(self._waiting())

    def _waiting(self) -> Iterator[Draft]:
        known = {one.slot: one for one in self._drafts.values() if one.slot}
        for slot in self.home.outbox.waiting():
            if slot.name in known:
                yield known[slot.name]
                continue
            try:
                yield self.begin(self._restored(slot.name))
            except (Refused, OSError, KeyError, ValueError):  # damaged, or being made at this moment
                continue

    def _restored(self, name: str) -> Draft:
        home = self.home
        slot = next(one for one in home.outbox.waiting() if one.name == name)
        manifest, report = manifest_in(slot.package), restored(slot.report())
        agreement = home.shelf.agreement(manifest.claim.agreement)
        specification = home.shelf.specification(agreement)
        return Draft(
            stage=Stage.READY, agreement=agreement, specification=specification, mode=manifest.mode, test=manifest.test,
            corrects=manifest.corrects, report=report, slot=name, tried=True,
        )  # fmt: skip

    def close(self) -> None:
        """Let go of all that was chosen, and break off what is under way."""
        for draft in list(self._drafts.values()):
            draft.pace.stop = True
            draft.let_go()
