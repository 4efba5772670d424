"""Addresses."""

from django.urls import URLPattern, path

from sluis.portal.oversight.views import evidence, sampling, verifying

app_name = "oversight"
urlpatterns: list[URLPattern] = [
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
]
