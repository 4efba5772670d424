"""Which version counts."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from sluis.portal.documents.models import Document, Version


def valid_on(on: date) -> Q:
    """Versions that hold on a day."""
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_until=None) | Q(valid_until__gte=on))


def current(document: Document, on: date) -> Version | None:
    """The last approved version that holds on a day; without its content."""
    approved = Version.everything.filter(valid_on(on), document=document, approved_at__isnull=False)
    found: Version | None = approved.defer("content").order_by("-number").first()
    return found


def with_versions(documents: "QuerySet[Document]", versions: "QuerySet[Version]") -> "QuerySet[Document]":
    """Documents with the versions that may be seen, in `seen`, the last first; in one more query and without content."""
    return documents.prefetch_related(
        Prefetch("versions", versions.defer("content").order_by("-number"), to_attr="seen")
    )


def last_of(document: Document) -> Version | None:
    """The last of the versions that `with_versions` read."""
    seen: list[Version] = getattr(document, "seen", [])
    return seen[0] if seen else None
