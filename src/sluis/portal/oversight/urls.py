"""Addresses."""

from django.urls import URLPattern, path

from sluis.portal.oversight.views import (
    alerting,
    assurance,
    evidence,
    measuring,
    overview,
    proofs,
    roster,
    sampling,
    verifying,
)
from sluis.portal.oversight.views.described import ALL
from sluis.portal.oversight.views.registers import pages_of

app_name = "oversight"
urlpatterns: list[URLPattern] = [
    path("", overview.Overview.as_view(), name="overview"),
    path("health/", overview.Health.as_view(), name="health"),
    path("policy/", assurance.PublicPolicy.as_view(), name="policy"),
    path("policies/", assurance.Policies.as_view(), name="policies"),
    path("policies/<uuid:pk>/announce/", assurance.Announce.as_view(), name="announce"),
    path("evidence/", evidence.Evidence.as_view(), name="evidence"),
    path("evidence/export/", evidence.Export.as_view(), name="export"),
    path("evidence/<int:n>/", evidence.EventPage.as_view(), name="event"),
    path("evidence/<int:n>/verify/", evidence.VerifyFrom.as_view(), name="verify-from"),
    path("verifications/", verifying.VerificationList.as_view(), name="verifications"),
    path("verifications/new/", verifying.Verify.as_view(), name="verify"),
    path("verifications/<uuid:pk>/", verifying.VerificationPage.as_view(), name="verification"),
    path("checkpoints/", verifying.CheckpointList.as_view(), name="checkpoints"),
    path("checkpoints/<int:pk>/", verifying.CheckpointFile.as_view(), name="checkpoint"),
    path("samples/", sampling.SampleList.as_view(), name="samples"),
    path("samples/new/", sampling.NewSample.as_view(), name="sample-new"),
    path("samples/<uuid:pk>/", sampling.SamplePage.as_view(), name="sample"),
    path("samples/<uuid:pk>/population/", sampling.Population.as_view(), name="population"),
    path("samples/<uuid:pk>/again/", sampling.DrawAgain.as_view(), name="sample-again"),
    path("alerts/", alerting.AlertList.as_view(), name="alerts"),
    path("alerts/<uuid:pk>/", alerting.AlertPage.as_view(), name="alert"),
    path("alerts/<uuid:pk>/see/", alerting.SeeAlert.as_view(), name="alert-see"),
    path("alerts/<uuid:pk>/close/", alerting.CloseAlert.as_view(), name="alert-close"),
    path("measures/<uuid:pk>/evaluate/", measuring.Evaluate.as_view(), name="measure-evaluate"),
    path("measures/<uuid:pk>/reference/", measuring.AddReference.as_view(), name="measure-reference"),
    path("measures/<uuid:pk>/proof/", measuring.AddProof.as_view(), name="measure-proof"),
    path("references/<uuid:pk>/remove/", measuring.RemoveReference.as_view(), name="reference-remove"),
    path("proofs/<uuid:pk>/files/<slug:name>/", proofs.ProofFile.as_view(), name="proof-file"),
    path("improvements/<uuid:pk>/decide/", measuring.DecideImprovement.as_view(), name="improvement-decide"),
    path("roster/", roster.Roster.as_view(), name="roster"),
    path("shifts/<uuid:pk>/remove/", roster.RemoveShift.as_view(), name="shift-remove"),
    *(pattern for one in ALL for pattern in pages_of(one)),
]
