"""Documents as tables."""

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluis.portal.documents.models import Document
from sluis.portal.documents.selectors import last_of
from sluis.portal.ui.actions import Badge, Tone
from sluis.portal.ui.templatetags.ui import badge, short


def audience(document: Document) -> Badge | None:
    """For whom else it is."""
    if document.public:
        return Badge(_("Public"), Tone.INFO)
    return Badge(_("For all parties"), Tone.INFO) if document.published else None


class Documents(tables.Table):
    """Documents, each with its last version."""

    title = tables.Column(_("Document"), linkify=("documents:document", {"pk": tables.A("pk")}))
    kind = tables.Column(_("Kind"))
    organisation = tables.Column(_("Organisation"))
    version = tables.Column(_("Version"), accessor="pk", orderable=False)
    added = tables.Column(_("Added"), accessor="pk", orderable=False)
    approval = tables.Column(_("Approval"), accessor="pk", orderable=False)

    def render_version(self, record: Document) -> str:
        """The number of the last one."""
        last = last_of(record)
        return str(last.number) if last else "–"

    def render_added(self, record: Document) -> object:
        """When the last one was added."""
        last = last_of(record)
        return short(last.stored_at) if last else "–"

    def render_approval(self, record: Document) -> SafeString:
        """Whether the last one was approved."""
        last = last_of(record)
        if last and last.approved_at:
            return badge(gettext("Approved"), Tone.GOOD)
        return badge(gettext("Not approved"), Tone.NEUTRAL)
