"""Addresses of the pages."""

app_name = "deliveries"
urlpatterns: list[object] = []
