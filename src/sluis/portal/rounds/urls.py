"""Addresses of the pages."""

app_name = "rounds"
urlpatterns: list[object] = []
