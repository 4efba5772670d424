"""Static files, at the root of the portal."""

from django.urls import path

from sluis.portal.ui.assets import serve

app_name = "ui"
urlpatterns = [path("static/<path:name>", serve, name="asset")]
