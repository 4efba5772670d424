"""Addresses."""

from django.urls import include, path

from sluis.portal.agreements.views import agreement, beginning, drafting, flows, listing, versions, whatif

app_name = "agreements"
urlpatterns = [
    path("", listing.Agreements.as_view(), name="list"),
    path("new", beginning.New.as_view(), name="new"),
    path("<uuid:pk>/", agreement.AgreementPage.as_view(), name="agreement"),
    path("<uuid:pk>/step/<slug:step>", whatif.Take.as_view(), name="take"),
    path("<uuid:pk>/propose", versions.Propose.as_view(), name="propose"),
    path("versions/<uuid:pk>/", versions.VersionPage.as_view(), name="version"),
    path("versions/<uuid:pk>/edit", drafting.Edit.as_view(), name="edit"),
    path("versions/<uuid:pk>/edit/<slug:part>", drafting.Change.as_view(), name="part"),
    path("versions/<uuid:pk>/edit/<slug:part>/new", drafting.Row.as_view(), name="row-new"),
    path("versions/<uuid:pk>/edit/<slug:part>/<int:number>", drafting.Row.as_view(), name="row-change"),
    path("versions/<uuid:pk>/edit/<slug:part>/<int:number>/remove", drafting.Remove.as_view(), name="row-remove"),
    path("versions/<uuid:pk>/offer", versions.Offer.as_view(), name="offer"),
    path("versions/<uuid:pk>/withdraw", versions.Withdraw.as_view(), name="withdraw"),
    path("versions/<uuid:pk>/sign", versions.Sign.as_view(), name="sign"),
    path("versions/<uuid:pk>/outside", versions.Outside.as_view(), name="outside"),
    path("flows/<uuid:pk>/", flows.FlowPage.as_view(), name="flow"),
    path("flows/<uuid:pk>/policy", flows.PolicyFile.as_view(), name="policy"),
    path("papers/", include("sluis.portal.agreements.papers.urls")),
    path("", include("sluis.portal.agreements.urls_more")),
]
