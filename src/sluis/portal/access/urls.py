"""Pages of access itself."""

from django.urls import path

from sluis.portal.access import views

app_name = "access"
urlpatterns = [
    path("closed", views.Closed.as_view(), name="closed"),
    path("me", views.Account.as_view(), name="account"),
    path("me/change", views.ChangeAccount.as_view(), name="account-change"),
    path("roles", views.Roles.as_view(), name="roles"),
]
