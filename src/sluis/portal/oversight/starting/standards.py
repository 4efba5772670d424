"""Editions of standards with which an installation begins; what was withdrawn since stands beside it (A29)."""

from datetime import date

from sluis.portal.access.changing import Change
from sluis.portal.access.models import Organisation
from sluis.portal.oversight.models import Standard

EDITIONS: tuple[tuple[str, str, date | None, str], ...] = (
    ("ISO 27001", "2022", None, ""),
    ("ISO 27001", "2013", date(2025, 10, 31), "2022"),
    ("NEN 7510", "2017+A1:2020", None, ""),
    ("NEN 7510", "2011", date(2017, 12, 1), "2017+A1:2020"),
    ("NEN 7512", "2022", None, ""),
    ("NEN 7513", "2018", None, ""),
)
"""Standard, edition, withdrawn on, replaced by."""


def starter_standards(change: Change, home: Organisation) -> dict[str, Standard]:
    """Make the editions that are not there yet; all of them by their names."""
    made = {str(each): each for each in Standard.everything.filter(organisation=home)}
    for code, edition, withdrawn, successor in EDITIONS:
        if f"{code}:{edition}" in made:
            continue
        standard = Standard(
            organisation=home, code=code, edition=edition, withdrawn_on=withdrawn,
            replaced_by=made.get(f"{code}:{successor}"),
        )  # fmt: skip
        standard.full_clean()
        standard.save(force_insert=True)
        change.record("standard.made", standard)
        made[str(standard)] = standard
    return made
