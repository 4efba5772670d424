"""Addresses."""

from django.urls import path

from sluis.portal.specifications.views import deciding, giving, keeping, lists, version

app_name = "specifications"
urlpatterns = [
    path("", lists.DataspecList.as_view(), name="list"),
    path("new/", keeping.DataspecNew.as_view(), name="new"),
    path("<uuid:pk>/", lists.DataspecPage.as_view(), name="dataspec"),
    path("<uuid:pk>/upload/", deciding.Upload.as_view(), name="upload"),
    path("<uuid:pk>/sources/new/", keeping.SourceNew.as_view(), name="source-new"),
    path("sources/<uuid:pk>/end/", keeping.SourceEnd.as_view(), name="source-end"),
    path("versions/<uuid:pk>/", version.VersionPage.as_view(), name="version"),
    path("versions/<uuid:pk>/compare/", version.ComparePage.as_view(), name="compare"),
    path("versions/<uuid:pk>/propose/", deciding.Propose.as_view(), name="propose"),
    path("versions/<uuid:pk>/take-back/", deciding.TakeBack.as_view(), name="take-back"),
    path("versions/<uuid:pk>/approve/", deciding.Approve.as_view(), name="approve"),
    path("versions/<uuid:pk>/refuse/", deciding.Refuse.as_view(), name="refuse"),
    path("versions/<uuid:pk>/withdraw/", deciding.Withdraw.as_view(), name="withdraw"),
    path("versions/<uuid:pk>/specification.yaml", giving.Yaml.as_view(), name="yaml"),
    path("versions/<uuid:pk>/specification.jws", giving.SignatureFile.as_view(), name="signature"),
    path("versions/<uuid:pk>/dictionary.xlsx", giving.Dictionary.as_view(), name="dictionary"),
    path("versions/<uuid:pk>/dictionary.pdf", giving.DictionaryPaper.as_view(), name="paper"),
    path("versions/<uuid:pk>/template.xlsx", giving.Template.as_view(), name="template"),
]
