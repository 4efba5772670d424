"""Addresses."""

from django.urls import path

from sluis.portal.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.Timetable.as_view(), name="list"),
    path("<str:name>/", views.JobPage.as_view(), name="job"),
    path("<str:name>/run", views.RunJob.as_view(), name="run"),
]
