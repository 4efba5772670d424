"""Addresses of the pages."""

from django.urls import path

from sluis.portal.webhooks import views, views_keeping

app_name = "webhooks"
urlpatterns = [
    path("", views.WebhookList.as_view(), name="list"),
    path("new", views_keeping.New.as_view(), name="new"),
    path("<uuid:pk>/", views.WebhookPage.as_view(), name="webhook"),
    path("<uuid:pk>/change", views_keeping.Change.as_view(), name="change"),
    path("<uuid:pk>/secret", views_keeping.Rotate.as_view(), name="rotate"),
    path("<uuid:pk>/off", views_keeping.SwitchOff.as_view(), name="off"),
    path("<uuid:pk>/on", views_keeping.SwitchOn.as_view(), name="on"),
    path("<uuid:pk>/remove", views_keeping.Remove.as_view(), name="remove"),
    path("<uuid:pk>/trial", views_keeping.Trial.as_view(), name="trial"),
]
