"""Addresses of the pages."""

app_name = "monitor"
urlpatterns: list[object] = []
