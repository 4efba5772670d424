"""What a processor submitted is held against the eight points; the outcome follows from them."""

from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import changing
from sluis.portal.thirdparties import telling
from sluis.portal.thirdparties.keeping import one
from sluis.portal.thirdparties.models import Dpa
from sluis.portal.thirdparties.points import Review, failed, is_complete
from sluis.portal.thirdparties.rights import REVIEW
from sluis.portal.thirdparties.submitting import drop_review
from sluis.refusals import Refused
from sluis.refusals.catalogue import thirdparties as codes


def review(actor: Actor, *, agreement: Dpa, points: Review, remarks: str = "") -> Dpa:
    """Record the outcome of each point; what fails on one of them goes back to the processor.

    Raises:
        Refused: DPA_MOVED; REVIEW_INCOMPLETE when a point has no outcome, or none of the words that it asks for.
    """
    with changing(actor, REVIEW, on=agreement) as change:
        found = one(agreement, Dpa.State.UNDER_REVIEW)
        if not is_complete(points):
            raise Refused(codes.REVIEW_INCOMPLETE)
        found.review = {
            point: {"outcome": said["outcome"], "remark": said["remark"].strip()} for point, said in points.items()
        }
        found.remarks, found.reviewer, found.reviewed_at = remarks.strip(), actor.person, actor.at
        lacking = failed(points)
        found.state = Dpa.State.RETURNED if lacking else Dpa.State.UNDER_REVIEW
        found.full_clean()
        found.save()
        change.record("dpa.returned" if lacking else "dpa.reviewed", found, counts={"remarks": len(lacking)})
        drop_review(change, found)
        telling.tell(change, found, "returned" if lacking else "reviewed")
    return found
