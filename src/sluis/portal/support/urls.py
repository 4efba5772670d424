"""Addresses of the pages."""

from django.urls import path

from sluis.portal.support.views import asking, deciding, helping, listing

app_name = "support"
urlpatterns = [
    path("", listing.Requests.as_view(), name="list"),
    path("new/", asking.Ask.as_view(), name="ask"),
    path("about/<uuid:pk>/", asking.AskAbout.as_view(), name="ask-about"),
    path("<uuid:pk>/", listing.RequestPage.as_view(), name="request"),
    path("<uuid:pk>/cancel/", asking.Cancel.as_view(), name="cancel"),
    path("<uuid:pk>/take/", helping.Take.as_view(), name="take"),
    path("<uuid:pk>/assign/", helping.Assign.as_view(), name="assign"),
    path("<uuid:pk>/offer/", helping.Offer.as_view(), name="offer"),
    path("<uuid:pk>/retract/", helping.Retract.as_view(), name="retract"),
    path("<uuid:pk>/consent/", deciding.Consent.as_view(), name="consent"),
    path("<uuid:pk>/decline/", deciding.Decline.as_view(), name="decline"),
    path("<uuid:pk>/withdraw/", deciding.Withdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/hand-over/", deciding.HandOver.as_view(), name="hand-over"),
    path("<uuid:pk>/session/", helping.Session.as_view(), name="session"),
    path("<uuid:pk>/look/", helping.Look.as_view(), name="look"),
    path("<uuid:pk>/close/", helping.Close.as_view(), name="close"),
    path("<uuid:pk>/delete/", helping.Delete.as_view(), name="delete"),
]
