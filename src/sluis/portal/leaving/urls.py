"""Addresses."""

from django.urls import path

from sluis.portal.leaving import views, views_destroying, views_taking

app_name = "leaving"
urlpatterns = [
    path("", views.DestructionList.as_view(), name="list"),
    path("handovers", views.HandoverList.as_view(), name="handovers"),
    path("<uuid:pk>/take", views_taking.Take.as_view(), name="take"),
    path("<uuid:pk>/destroy", views_destroying.Ask.as_view(), name="destroy"),
    path("handovers/<uuid:pk>/", views_taking.HandoverPage.as_view(), name="handover"),
    path("handovers/<uuid:pk>/file", views_taking.Fetch.as_view(), name="fetch"),
    path("destructions/<uuid:pk>/", views_destroying.DestructionPage.as_view(), name="destruction"),
    path("destructions/<uuid:pk>/confirm", views_destroying.Confirm.as_view(), name="confirm"),
    path("destructions/<uuid:pk>/withdraw", views_destroying.Withdraw.as_view(), name="withdraw"),
    path("destructions/<uuid:pk>/backups", views_destroying.SetDay.as_view(), name="backups"),
    path("destructions/<uuid:pk>/gone", views_destroying.Gone.as_view(), name="gone"),
    path("destructions/<uuid:pk>/proof/<int:stage>", views_destroying.ProofPage.as_view(), name="proof"),
    path("destructions/<uuid:pk>/proof/<int:stage>/file", views_destroying.ProofFile.as_view(), name="proof-file"),
    path("destructions/<uuid:pk>/proof/<int:stage>/paper", views_destroying.ProofPaper.as_view(), name="proof-paper"),
]
