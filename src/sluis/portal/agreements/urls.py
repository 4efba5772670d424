"""Addresses."""

from django.urls import path

from sluis.portal.agreements.views.listing import Agreements

app_name = "agreements"
urlpatterns = [
    path("", Agreements.as_view(), name="list"),
]
