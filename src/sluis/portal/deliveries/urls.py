"""Addresses of the pages."""

from django.urls import path

from sluis.portal.deliveries.views import deciding, delivery, fetching, listing, programs, removing, reported, ruling

app_name = "deliveries"
urlpatterns = [
    path("", listing.Deliveries.as_view(), name="list"),
    path("to-fetch/", listing.Inbox.as_view(), name="inbox"),
    path("<uuid:pk>/", delivery.DeliveryPage.as_view(), name="delivery"),
    path("<uuid:pk>/findings/", reported.FindingsFile.as_view(), name="findings"),
    path("<uuid:pk>/authorise/", deciding.Authorise.as_view(), name="authorise"),
    path("<uuid:pk>/refuse/", deciding.Refuse.as_view(), name="refuse"),
    path("<uuid:pk>/download/", fetching.Download.as_view(), name="download"),
    path("<uuid:pk>/accept/", fetching.AcceptTest.as_view(), name="accept"),
    path("<uuid:pk>/withdraw/", removing.Withdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/remove/", removing.Remove.as_view(), name="remove"),
    path("<uuid:pk>/proof/", removing.ProofFile.as_view(), name="proof"),
    path("routes/", ruling.Routes.as_view(), name="routes"),
    path("routes/<uuid:pk>/", ruling.RoutePage.as_view(), name="route"),
    path("routes/<uuid:pk>/test/", ruling.NeedsTest.as_view(), name="route-test"),
    path("rules/", ruling.Rules.as_view(), name="rules"),
    path("rules/new/", ruling.NewRule.as_view(), name="rule-new"),
    path("rules/<uuid:pk>/", ruling.RulePage.as_view(), name="rule"),
    path("rules/<uuid:pk>/change/", ruling.ChangeRule.as_view(), name="rule-change"),
    path("rules/<uuid:pk>/switch/", ruling.SwitchRule.as_view(), name="rule-switch"),
    path("programs/", programs.Programs.as_view(), name="programs"),
    path("programs/adopt/", programs.Adopt.as_view(), name="adopt"),
    path("programs/open/<uuid:pk>/", programs.Open.as_view(), name="account-open"),
    path("programs/<uuid:pk>/", programs.AccountPage.as_view(), name="account"),
    path("programs/<uuid:pk>/close/", programs.CloseAccount.as_view(), name="account-close"),
]
