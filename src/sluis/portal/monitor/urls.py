"""Addresses of the pages."""

from django.urls import path

from sluis.portal.monitor.views import board, noting, outages, shifts

app_name = "monitor"
urlpatterns = [
    path("", board.Board.as_view(), name="board"),
    path("live", board.Live.as_view(), name="live"),
    path("attempts/<uuid:pk>/", noting.AttemptPage.as_view(), name="attempt"),
    path("attempts/<uuid:pk>/remark", noting.NoteAttempt.as_view(), name="note-attempt"),
    path("deliveries/<uuid:pk>/remark", noting.NoteDelivery.as_view(), name="note-delivery"),
    path("follow-ups/", noting.FollowUps.as_view(), name="follow-ups"),
    path("follow-ups/<uuid:pk>/", noting.Close.as_view(), name="close"),
    path("handovers/", shifts.Handovers.as_view(), name="handovers"),
    path("handovers/new", shifts.HandOver.as_view(), name="hand-over"),
    path("handovers/<uuid:pk>/", shifts.HandoverPage.as_view(), name="handover"),
    path("handovers/<uuid:pk>/accept", shifts.Accept.as_view(), name="accept"),
    path("outages/", outages.Outages.as_view(), name="outages"),
    path("outages/new", outages.Announce.as_view(), name="announce"),
    path("outages/<uuid:pk>/", outages.OutagePage.as_view(), name="outage"),
    path("outages/<uuid:pk>/end", outages.End.as_view(), name="end"),
    path("outages/<uuid:pk>/until", outages.Move.as_view(), name="move"),
]
