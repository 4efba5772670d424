"""Where everything is."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from sluis.portal.access.rights import ANYBODY


def health(_request: HttpRequest) -> HttpResponse:
    """Whether the portal answers and its database does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


health.right = ANYBODY  # type: ignore[attr-defined]

urlpatterns = [
    path("health", health, name="health"),
    path("account/", include("allauth.account.urls")),
    path("account/factors/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/single-sign-on/", include("allauth.socialaccount.urls")),
    path("account/single-sign-on/", include("sluis.portal.access.oidc.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("sluis.portal.ui.urls")),
    path("", include("sluis.portal.access.urls")),
    path("", include("sluis.portal.tasks.urls")),
    path("jobs/", include("sluis.portal.jobs.urls")),
    path("holdings/", include("sluis.portal.holdings.urls")),
    path("messages/", include("sluis.portal.notifications.urls")),
    path("documents/", include("sluis.portal.documents.urls")),
    path("organisations/", include("sluis.portal.organisations.urls")),
    path("people/", include("sluis.portal.people.urls")),
    path("oversight/", include("sluis.portal.oversight.urls")),
    path("leaving/", include("sluis.portal.leaving.urls")),
    path("specifications/", include("sluis.portal.specifications.urls")),
    path("agreements/", include("sluis.portal.agreements.urls")),
    path("subprocessors/", include("sluis.portal.subprocessors.urls")),
    path("instructions/", include("sluis.portal.instructions.urls")),
    path("audits/", include("sluis.portal.audits.urls")),
    path("webhooks/", include("sluis.portal.webhooks.urls")),
    path("rounds/", include("sluis.portal.rounds.urls")),
    path("deliveries/", include("sluis.portal.deliveries.urls")),
    path("support/", include("sluis.portal.support.urls")),
    path("monitor/", include("sluis.portal.monitor.urls")),
    path("third-parties/", include("sluis.portal.thirdparties.urls")),
]
