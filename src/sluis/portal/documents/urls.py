"""Addresses."""

from django.urls import path

from sluis.portal.documents import views, views_public

app_name = "documents"
urlpatterns = [
    path("", views.DocumentList.as_view(), name="list"),
    path("new", views.New.as_view(), name="new"),
    path("public/", views_public.Public.as_view(), name="public"),
    path("public/<uuid:pk>", views_public.PublicFile.as_view(), name="public-file"),
    path("<uuid:pk>/", views.DocumentPage.as_view(), name="document"),
    path("<uuid:pk>/renew", views.Renew.as_view(), name="renew"),
    path("<uuid:pk>/publish", views.Publish.as_view(), name="publish"),
    path("<uuid:pk>/withdraw", views.Withdraw.as_view(), name="withdraw"),
    path("versions/<uuid:pk>/approve", views.Approve.as_view(), name="approve"),
    path("versions/<uuid:pk>/download", views.Download.as_view(), name="download"),
]
