"""The app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements."""

    name = "sluis.portal.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Say what stands in the menu, what is held, and what runs by itself."""
        from sluis.portal.agreements import rights  # noqa: F401 - declares them
        from sluis.portal.agreements.declaring import declare_all
        from sluis.portal.agreements.declaring_around import declare_around
        from sluis.portal.agreements.papers.declaring import declare_all as declare_papers

        declare_all()
        declare_around()
        declare_papers()
