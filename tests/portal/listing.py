"""What a list page shows."""

from typing import Any


def shown(page: Any) -> list[Any]:
    """The records on the page, in order."""
    assert page.status_code == 200, page.status_code
    return [row.record for row in page.context_data["bound_rows"]]


def total(page: Any) -> int:
    """How many there are on all pages."""
    assert page.status_code == 200, page.status_code
    return int(page.context_data["page"].paginator.count)
