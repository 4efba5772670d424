"""Addresses, below those of agreements."""

from django.urls import path

from sluis.portal.agreements.papers import views

urlpatterns = [
    path("", views.Reports.as_view(), name="reports"),
    path("dossier", views.Dossier.as_view(), name="dossier"),
    path("yearly", views.Yearly.as_view(), name="yearly"),
    path("register", views.Register.as_view(), name="register"),
    path("<uuid:pk>/<slug:language>.<slug:form>", views.VersionFile.as_view(), name="paper"),
    path("<uuid:pk>/template", views.Template.as_view(), name="template"),
    path("<uuid:pk>/service/<slug:language>.<slug:form>", views.ServiceFile.as_view(), name="service-paper"),
]
