"""Addresses of the pages."""

app_name = "support"
urlpatterns: list[object] = []
