"""Addresses of the pages."""

from django.urls import path

from sluis.portal.rounds.views import answering, complete, deciding, listing, round, schedule

app_name = "rounds"
urlpatterns = [
    path("", listing.Rounds.as_view(), name="list"),
    path("completeness/", complete.Complete.as_view(), name="complete"),
    path("schedules/", listing.Schedules.as_view(), name="schedules"),
    path("schedules/new/", schedule.Plan.as_view(), name="plan"),
    path("schedules/<uuid:pk>/", schedule.SchedulePage.as_view(), name="schedule"),
    path("schedules/<uuid:pk>/change/", schedule.Replan.as_view(), name="replan"),
    path("schedules/<uuid:pk>/add/", schedule.Add.as_view(), name="add"),
    path("schedules/<uuid:pk>/copy/", schedule.Copy.as_view(), name="copy"),
    path("schedules/<uuid:pk>/stop/", schedule.Stop.as_view(), name="stop"),
    path("extensions/<uuid:pk>/", deciding.Decide.as_view(), name="decide"),
    path("<uuid:pk>/", round.RoundPage.as_view(), name="round"),
    path("<uuid:pk>/ask/", answering.Ask.as_view(), name="ask"),
    path("<uuid:pk>/nothing/", answering.Nothing.as_view(), name="nothing"),
    path("<uuid:pk>/sign-off/", answering.SignOff.as_view(), name="sign-off"),
    path("<uuid:pk>/again/", answering.Again.as_view(), name="again"),
    path("<uuid:pk>/extend/", deciding.Extend.as_view(), name="extend"),
    path("<uuid:pk>/reopen/", deciding.Reopen.as_view(), name="reopen"),
    path("<uuid:pk>/decline/", deciding.Decline.as_view(), name="decline"),
    path("<uuid:pk>/close/", deciding.Close.as_view(), name="close"),
]
