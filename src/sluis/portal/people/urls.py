"""Addresses; those with a token take a text, since a wrong one is refused in the same way as one that was used."""

from django.urls import path

from sluis.portal.people import views, views_entering, views_inviting, views_leaving, views_records, views_reviewing

app_name = "people"
urlpatterns = [
    path("", views.People.as_view(), name="list"),
    path("begin", views_entering.Begin.as_view(), name="begin"),
    path("begin/<str:token>", views_entering.BeginLink.as_view(), name="begin-link"),
    path("join", views_entering.Join.as_view(), name="join"),
    path("join/<str:token>", views_entering.JoinLink.as_view(), name="join-link"),
    path("invitations/", views_inviting.Invitations.as_view(), name="invitations"),
    path("invitations/<uuid:pk>/", views_inviting.InvitationPage.as_view(), name="invitation"),
    path("invitations/<uuid:pk>/again", views_inviting.SendAgain.as_view(), name="send-again"),
    path("invitations/<uuid:pk>/withdraw", views_inviting.WithdrawInvitation.as_view(), name="withdraw-invitation"),
    path("of/<uuid:pk>/invite", views_inviting.Invite.as_view(), name="invite"),
    path("of/<uuid:pk>/review", views_reviewing.StartReview.as_view(), name="start-review"),
    path("of/<uuid:pk>/cycle", views_reviewing.SetCycle.as_view(), name="cycle"),
    path("statements/", views_records.Statements.as_view(), name="statements"),
    path("statements/<uuid:pk>/withdraw", views_records.WithdrawStatement.as_view(), name="withdraw-statement"),
    path("screenings/", views_records.Screenings.as_view(), name="screenings"),
    path("screenings/<uuid:pk>/", views_records.ChangeScreening.as_view(), name="screening"),
    path("trainings/", views_records.Trainings.as_view(), name="trainings"),
    path("reviews/", views_reviewing.Reviews.as_view(), name="reviews"),
    path("reviews/<uuid:pk>/", views_reviewing.ReviewPage.as_view(), name="review"),
    path("decisions/<uuid:pk>/", views_reviewing.Decide.as_view(), name="decide"),
    path("grants/<uuid:pk>/withdraw", views.Withdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/", views.PersonPage.as_view(), name="person"),
    path("<uuid:pk>/change", views.Change.as_view(), name="change"),
    path("<uuid:pk>/give", views.Give.as_view(), name="give"),
    path("<uuid:pk>/leave", views_leaving.Leave.as_view(), name="leave"),
    path("<uuid:pk>/sign-out", views_leaving.EndSessions.as_view(), name="sign-out"),
    path("<uuid:pk>/reset-factors", views_leaving.ResetFactors.as_view(), name="reset-factors"),
    path("<uuid:pk>/statement", views_records.RecordStatement.as_view(), name="record-statement"),
    path("<uuid:pk>/screening", views_records.RecordScreening.as_view(), name="record-screening"),
    path("<uuid:pk>/training", views_records.RecordTraining.as_view(), name="record-training"),
]
