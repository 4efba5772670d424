"""Addresses, under the names that the sign-in machinery looks for."""

from django.urls import path

from sluis.portal.access.oidc import views

urlpatterns = [
    path("oidc/<slug:provider_id>/login/", views.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
]
