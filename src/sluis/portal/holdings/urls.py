"""Addresses."""

from django.urls import path

from sluis.portal.holdings import views

app_name = "holdings"
urlpatterns = [
    path("", views.Held.as_view(), name="list"),
    path("past", views.Past.as_view(), name="past"),
    path("<uuid:pk>/", views.OrganisationHoldings.as_view(), name="organisation"),
    path("<uuid:pk>/terms/<str:record>", views.SetTerm.as_view(), name="term"),
]
