"""The app."""

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Documents."""

    name = "sluis.portal.documents"
    label = "documents"

    def ready(self) -> None:
        """The menu, and what is held."""
        from sluis.portal.access.pages import shown_to
        from sluis.portal.access.rights import WORKING
        from sluis.portal.documents.models import Document, Version
        from sluis.portal.holdings.register import hold
        from sluis.portal.ui.navigation import Entry, declare

        declare(
            Entry(_("Documents"), "files", "documents:list", order=40, shown=shown_to(WORKING), prefix="/documents/")
        )
        agreed = _("Agreements with what was signed stay as proof.")
        hold(
            Document,
            label=_("Documents"),
            purpose=_("To keep what was agreed, decided and shown."),
            remains=agreed,
            remaining=Q(kind="agreement"),
        )
        hold(
            Version,
            label=_("Versions of documents"),
            purpose=_("To know which text held at which moment, and who approved it."),
            kept="7 years",
            since="valid_until",
            remains=agreed,
            remaining=Q(document__kind="agreement"),
        )
