"""Addresses."""

from django.urls import path

from sluis.portal.audits.views import admitting, auditing, finding, informing, listing, planning, showing

app_name = "audits"
urlpatterns = [
    path("", listing.Audits.as_view(), name="list"),
    path("calendar/", listing.Calendar.as_view(), name="calendar"),
    path("calendar/new/", admitting.PlanOwn.as_view(), name="plan-own"),
    path("new/", listing.Begin.as_view(), name="begin"),
    path("under/<uuid:pk>/", auditing.Ask.as_view(), name="ask"),
    path("authority/", admitting.Admit.as_view(), name="admit"),
    path("<uuid:pk>/", auditing.AuditPage.as_view(), name="audit"),
    path("<uuid:pk>/steps/", auditing.Steps.as_view(), name="steps"),
    path("<uuid:pk>/propose/", planning.Propose.as_view(), name="propose"),
    path("<uuid:pk>/agree/", planning.Agree.as_view(), name="agree"),
    path("<uuid:pk>/carried-out/", planning.CarriedOut.as_view(), name="carried-out"),
    path("<uuid:pk>/close/", planning.Close.as_view(), name="close"),
    path("<uuid:pk>/cost/", planning.Cost.as_view(), name="cost"),
    path("<uuid:pk>/withdraw/", planning.Withdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/findings/new/", finding.Record.as_view(), name="finding-new"),
    path("findings/<uuid:pk>/", finding.FindingPage.as_view(), name="finding"),
    path("findings/<uuid:pk>/assess/", finding.Assess.as_view(), name="finding-assess"),
    path("findings/<uuid:pk>/term/", finding.SetTerm.as_view(), name="finding-term"),
    path("findings/<uuid:pk>/carry-out/", finding.CarryOut.as_view(), name="finding-carry-out"),
    path("findings/<uuid:pk>/verify/", finding.Verify.as_view(), name="finding-verify"),
    path("files/<uuid:pk>/", auditing.TakeFile.as_view(), name="file"),
    path("information/", listing.Inforequests.as_view(), name="inforequests"),
    path("information/new/", listing.InfoBegin.as_view(), name="info-begin"),
    path("information/under/<uuid:pk>/", informing.Ask.as_view(), name="info-ask"),
    path("information/<uuid:pk>/", informing.InforequestPage.as_view(), name="inforequest"),
    path("information/<uuid:pk>/answer/", informing.Answer.as_view(), name="info-answer"),
    path("information/<uuid:pk>/withdraw/", informing.Withdraw.as_view(), name="info-withdraw"),
    path("adequacy/", showing.Coverage.as_view(), name="coverage"),
    path("adequacy/evidence/", showing.EvidenceList.as_view(), name="evidence-list"),
    path("adequacy/evidence/new/", showing.EvidenceNew.as_view(), name="evidence-new"),
    path("adequacy/evidence/<uuid:pk>/", showing.EvidencePage.as_view(), name="evidence"),
    path("adequacy/evidence/<uuid:pk>/change/", showing.EvidenceChange.as_view(), name="evidence-change"),
    path("adequacy/evidence/<uuid:pk>/file/", showing.EvidenceFile.as_view(), name="evidence-file"),
]
