"""Addresses."""

from django.urls import path

from sluis.portal.instructions.views import assessing, compelling, giving, listing

app_name = "instructions"
urlpatterns = [
    path("", listing.Instructions.as_view(), name="list"),
    path("new/", listing.Begin.as_view(), name="begin"),
    path("under/<uuid:pk>/", giving.Give.as_view(), name="give"),
    path("<uuid:pk>/", giving.InstructionPage.as_view(), name="instruction"),
    path("<uuid:pk>/assess/", assessing.Assess.as_view(), name="assess"),
    path("<uuid:pk>/carry-out/", assessing.CarryOut.as_view(), name="carry-out"),
    path("<uuid:pk>/adapt/", giving.Adapt.as_view(), name="adapt"),
    path("<uuid:pk>/confirm/", giving.Confirm.as_view(), name="confirm"),
    path("<uuid:pk>/withdraw/", giving.Withdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/take-in/", giving.TakeIn.as_view(), name="take-in"),
    path("<uuid:pk>/file/", giving.GivenFile.as_view(), name="file"),
    path("compelled/", listing.CompelledList.as_view(), name="compelled-list"),
    path("compelled/new/", listing.CompelledBegin.as_view(), name="compelled-begin"),
    path("compelled/under/<uuid:pk>/", compelling.Compel.as_view(), name="compel"),
    path("compelled/<uuid:pk>/", compelling.CompelledPage.as_view(), name="compelled"),
    path("compelled/<uuid:pk>/notify/", compelling.Notify.as_view(), name="compelled-notify"),
    path("compelled/<uuid:pk>/forbid/", compelling.Forbid.as_view(), name="compelled-forbid"),
    path("compelled/<uuid:pk>/start/", compelling.Start.as_view(), name="compelled-start"),
    path("compelled/<uuid:pk>/finish/", compelling.Finish.as_view(), name="compelled-finish"),
    path("compelled/<uuid:pk>/drop/", compelling.Drop.as_view(), name="compelled-drop"),
    path("compelled/<uuid:pk>/respond/", compelling.Respond.as_view(), name="compelled-respond"),
]
