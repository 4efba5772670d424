"""The app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may do what."""

    name = "sluis.portal.access"
    label = "access"

    def ready(self) -> None:
        """Watch what is written, and what signing in reports."""
        from sluis.portal.access import guarding, panels, reporting
        from sluis.portal.ui.refusing import declare_status
        from sluis.portal.ui.slots import fill
        from sluis.refusals.catalogue import access as codes

        fill("signing-in", panels.of_signing_in)
        fill("account", panels.of_account, order=1)
        guarding.watch()
        reporting.listen()
        for code in (codes.NOT_SIGNED_IN, codes.NOT_ALLOWED, codes.HAS_LEFT, codes.STATEMENT_MISSING):
            declare_status(code, 403)
        declare_status(codes.SECOND_FACTOR_MISSING, 403)
        declare_status(codes.NOT_YOURS, 404)
