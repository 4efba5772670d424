"""Addresses."""

from django.urls import path

from sluis.portal.tasks import views, views_calendar

app_name = "tasks"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("tasks/", views.Everything.as_view(), name="list"),
    path("tasks/new", views.New.as_view(), name="new"),
    path("tasks/<uuid:pk>/", views.TaskPage.as_view(), name="task"),
    path("tasks/<uuid:pk>/take", views.Take.as_view(), name="take"),
    path("tasks/<uuid:pk>/done", views.Finish.as_view(), name="finish"),
    path("tasks/<uuid:pk>/drop", views.Drop.as_view(), name="drop"),
    path("tasks/<uuid:pk>/reassign", views.Reassign.as_view(), name="reassign"),
    path("tasks/<uuid:pk>/follow-up", views.FollowUp.as_view(), name="follow-up"),
    path("calendar/", views_calendar.CalendarPage.as_view(), name="calendar"),
    path("calendar/withdraw", views_calendar.Withdraw.as_view(), name="withdraw"),
    path("calendar/<str:secret>.ics", views_calendar.FeedView.as_view(), name="feed"),
]
