"""What an agreement with a processor must arrange (GDPR art. 28(3)): eight points, each in our own words.

The organisation's own model has a section for each of them, and a review has an outcome for each.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Point(StrEnum):
    """One point."""

    INSTRUCTIONS = "instructions"
    SECRECY = "secrecy"
    SECURITY = "security"
    SUBPROCESSORS = "subprocessors"
    DATA_SUBJECTS = "data-subjects"
    HELP = "help"
    ENDING = "ending"
    DEMONSTRATION = "demonstration"

    @property
    def label(self) -> Promise:
        """Its name."""
        return POINTS[self][0]

    @property
    def asks(self) -> Promise:
        """What an agreement says about it."""
        return POINTS[self][1]


POINTS: Mapping[Point, tuple[Promise, Promise]] = {
    Point.INSTRUCTIONS: (
        _("Instructions"),
        _("It processes only on written instructions, also when data would leave the EEA."),
    ),
    Point.SECRECY: (_("Secrecy"), _("Everybody who can reach the data is bound to secrecy.")),
    Point.SECURITY: (_("Security"), _("It takes suitable technical and organisational measures, and names them.")),
    Point.SUBPROCESSORS: (
        _("Subprocessors"),
        _("It engages others only with consent, announces changes, and binds them to the same duties."),
    ),
    Point.DATA_SUBJECTS: (
        _("Rights of data subjects"),
        _("It helps to answer people who use their rights."),
    ),
    Point.HELP: (
        _("Breaches and impact assessments"),
        _("It reports breaches without delay, and helps with impact assessments and security."),
    ),
    Point.ENDING: (
        _("Return or destruction"),
        _("At the end it returns or destroys all data, as the controller chooses."),
    ),
    Point.DEMONSTRATION: (
        _("Demonstration and audits"),
        _("It shows that it complies, and lets audits take place."),
    ),
}


class Outcome(models.TextChoices):
    """What a reviewer thinks of a point."""

    MET = "met", _("Met")
    REMARK = "remark", _("Met, with a remark")
    NOT_MET = "not-met", _("Not met")


Review = Mapping[str, Mapping[str, str]]
"""Point → outcome and remark."""


def is_complete(review: Review) -> bool:
    """Whether each point has an outcome, and words where an outcome asks for them."""
    return set(review) == set(Point) and all(
        said["outcome"] in Outcome.values and (said["outcome"] == Outcome.MET or said["remark"].strip())
        for said in review.values()
    )


def failed(review: Review) -> list[Point]:
    """The points that are not met."""
    return [point for point in Point if review.get(point, {}).get("outcome") == Outcome.NOT_MET]
