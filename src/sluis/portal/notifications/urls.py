"""Addresses."""

from django.urls import path

from sluis.portal.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.Outbox.as_view(), name="list"),
    path("<uuid:pk>/", views.MessagePage.as_view(), name="message"),
    path("<uuid:pk>/resend", views.Resend.as_view(), name="resend"),
    path("<uuid:pk>/drop", views.Drop.as_view(), name="drop"),
]
