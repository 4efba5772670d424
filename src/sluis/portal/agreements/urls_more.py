"""Addresses of what stands around agreements."""

from django.urls import path

from sluis.portal.agreements.views import announcing, consents, main, registry, terms

urlpatterns = [
    path("main/", main.Mains.as_view(), name="mains"),
    path("main/new", main.MainNew.as_view(), name="main-new"),
    path("main/<uuid:pk>/", main.MainPage.as_view(), name="main"),
    path("main/<uuid:pk>/change", main.MainChange.as_view(), name="main-change"),
    path("main/<uuid:pk>/extend", main.MainExtend.as_view(), name="main-extend"),
    path("main/<uuid:pk>/end", main.MainEnd.as_view(), name="main-end"),
    path("announcements/", announcing.Announcements.as_view(), name="announcements"),
    path("announcements/new", announcing.AnnouncementNew.as_view(), name="announcement-new"),
    path("announcements/<uuid:pk>/", announcing.AnnouncementPage.as_view(), name="announcement"),
    path("announcements/<uuid:pk>/withdraw", announcing.AnnouncementWithdraw.as_view(), name="announcement-withdraw"),
    path("announcements/<uuid:pk>/consult", announcing.AnnouncementConsult.as_view(), name="announcement-consult"),
    path("announcements/<uuid:pk>/reply", announcing.Answer.as_view(), name="reply"),
    path("replies/<uuid:pk>/settle", announcing.ReplySettle.as_view(), name="reply-settle"),
    path("replies/<uuid:pk>/end/<uuid:agreement>", announcing.ReplyEnd.as_view(), name="reply-end"),
    path("registries/", registry.Registries.as_view(), name="registries"),
    path("registries/new", registry.RegistryNew.as_view(), name="registry-new"),
    path("registries/<uuid:pk>/change", registry.RegistryChange.as_view(), name="registry-change"),
    path("terms/", terms.Terms.as_view(), name="terms"),
    path("terms/accept", terms.Accept.as_view(), name="terms-accept"),
    path("terms/acceptances", terms.Acceptances.as_view(), name="acceptances"),
    path("consents/<uuid:pk>/withdraw", consents.ConsentWithdraw.as_view(), name="consent-withdraw"),
    path("<uuid:pk>/consents", consents.Consents.as_view(), name="consents"),
    path("<uuid:pk>/consents/new", consents.ConsentNew.as_view(), name="consent-new"),
    path("<uuid:pk>/warranty", consents.Warranty.as_view(), name="warranty"),
    path("<uuid:pk>/assign", consents.Assign.as_view(), name="assign"),
]
