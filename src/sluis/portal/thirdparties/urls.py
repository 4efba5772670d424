"""Addresses."""

from django.urls import path

from sluis.portal.thirdparties.views import agreeing, files, keeping, listing, researching

app_name = "thirdparties"
urlpatterns = [
    path("", listing.Processors.as_view(), name="list"),
    path("expiring/", listing.Expiring.as_view(), name="expiring"),
    path("new/", keeping.New.as_view(), name="new"),
    path("<uuid:pk>/", keeping.ProcessorPage.as_view(), name="processor"),
    path("<uuid:pk>/change/", keeping.Change.as_view(), name="change"),
    path("<uuid:pk>/end/", keeping.End.as_view(), name="end"),
    path("<uuid:pk>/offer/", agreeing.Offer.as_view(), name="offer"),
    path("<uuid:pk>/submit/", agreeing.Submit.as_view(), name="submit"),
    path("agreements/<uuid:pk>/", agreeing.DpaPage.as_view(), name="dpa"),
    path("agreements/<uuid:pk>/came-back/", agreeing.ComeBack.as_view(), name="dpa-came-back"),
    path("agreements/<uuid:pk>/again/", agreeing.Again.as_view(), name="dpa-again"),
    path("agreements/<uuid:pk>/review/", agreeing.Review.as_view(), name="dpa-review"),
    path("agreements/<uuid:pk>/conclude/", agreeing.Conclude.as_view(), name="dpa-conclude"),
    path("agreements/<uuid:pk>/renew/", agreeing.Renew.as_view(), name="dpa-renew"),
    path("agreements/<uuid:pk>/end/", agreeing.End.as_view(), name="dpa-end"),
    path("agreements/<uuid:pk>/file/", files.File.as_view(), name="dpa-file"),
    path("agreements/<uuid:pk>/paper/<str:language>/<str:form>/", files.Paper.as_view(), name="dpa-paper"),
    path("samples/", listing.Samples.as_view(), name="samples"),
    path("samples/new/", researching.Draw.as_view(), name="sample-new"),
    path("samples/<uuid:pk>/", researching.SamplePage.as_view(), name="sample"),
    path("samples/<uuid:pk>/check/", researching.Check.as_view(), name="check-new"),
    path("checks/<uuid:pk>/", researching.Settle.as_view(), name="check-settle"),
]
