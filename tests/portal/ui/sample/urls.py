"""Addresses of the sample."""

from django.urls import include, path

from sample import pages

urlpatterns = [
    path("", pages.Kpis.as_view(), name="home"),
    path("houses/", pages.Houses.as_view(), name="houses"),
    path("houses/new/", pages.NewHouse.as_view(), name="house-new"),
    path("houses/<int:pk>/", pages.OneHouse.as_view(), name="house"),
    path("houses/<int:pk>/end/", pages.EndHouse.as_view(), name="house-end"),
    path("nothing/", pages.Nothing.as_view(), name="nothing"),
    path("refusing/", pages.refusing, name="refusing"),
    path("broken/", pages.broken, name="broken"),
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("sluis.portal.ui.urls")),
]
