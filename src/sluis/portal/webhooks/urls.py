"""Addresses of the pages."""

app_name = "webhooks"
urlpatterns: list[object] = []
