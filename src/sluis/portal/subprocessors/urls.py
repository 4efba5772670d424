"""Addresses."""

from django.urls import path

from sluis.portal.subprocessors.views import annexes, answering, asking, deciding, keeping, lists, notice

app_name = "subprocessors"
urlpatterns = [
    path("", lists.Register.as_view(), name="list"),
    path("new/", keeping.New.as_view(), name="new"),
    path("<uuid:pk>/", keeping.SubprocessorPage.as_view(), name="subprocessor"),
    path("<uuid:pk>/change/", keeping.Change.as_view(), name="change"),
    path("<uuid:pk>/certificate/", keeping.Certify.as_view(), name="certify"),
    path("<uuid:pk>/agreement/", keeping.Contract.as_view(), name="contract"),
    path("agreements/<uuid:pk>/supervision/", keeping.Supervise.as_view(), name="supervise"),
    path("<uuid:pk>/announce/", deciding.Announce.as_view(), name="announce"),
    path("<uuid:pk>/withdraw/", deciding.Withdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/start/", deciding.Start.as_view(), name="start"),
    path("<uuid:pk>/stop/", deciding.Stop.as_view(), name="stop"),
    path("notices/", lists.Notices.as_view(), name="notices"),
    path("notices/<uuid:pk>/", notice.NoticePage.as_view(), name="notice"),
    path("notices/<uuid:pk>/object/", answering.Object.as_view(), name="object"),
    path("notices/<uuid:pk>/accept/", answering.Accept.as_view(), name="accept"),
    path("notices/<uuid:pk>/effort/", answering.Effort.as_view(), name="effort"),
    path("notices/<uuid:pk>/avoid/", answering.Avoid.as_view(), name="avoid"),
    path("notices/<uuid:pk>/resolve/", answering.Resolve.as_view(), name="resolve"),
    path("notices/<uuid:pk>/unresolved/", answering.Unresolved.as_view(), name="unresolved"),
    path("notices/<uuid:pk>/condition/", asking.Condition.as_view(), name="condition"),
    path("notices/<uuid:pk>/consent/", asking.Consent.as_view(), name="consent"),
    path("notices/<uuid:pk>/copy/", asking.AskCopy.as_view(), name="ask-copy"),
    path("conditions/<uuid:pk>/imposed/", asking.Meet.as_view(), name="meet"),
    path("copies/<uuid:pk>/release/", asking.Release.as_view(), name="release"),
    path("copies/<uuid:pk>/file", asking.Download.as_view(), name="copy"),
    path("annexes/<uuid:pk>/", annexes.Download.as_view(), name="annex"),
    path("amendments/<uuid:pk>/", annexes.Amend.as_view(), name="amend"),
]
