"""Addresses."""

from django.urls import URLPattern, path

from sluis.portal.organisations.views import certificates, contacts, data, mandates, places, relations, secrecy

app_name = "organisations"


def _tab(name: str, view: type, *more: tuple[str, type]) -> list[URLPattern]:
    """A tab of an organisation, and the forms that make something on it."""
    return [path(f"<uuid:pk>/{at}/", each.as_view(), name=called) for at, called, each in  # type: ignore[attr-defined]
            ((name, name, view), *((one.replace("-new", "/new"), one, page) for one, page in more))]  # fmt: skip


def _record(plural: str, *pages: tuple[str, type]) -> list[URLPattern]:
    """Pages about one record: `codes/<id>/end/`, called `code-end`."""
    return [path(f"{plural}/<uuid:pk>/{name.partition('-')[2]}/", view.as_view(), name=name) for name, view in pages]  # type: ignore[attr-defined]


urlpatterns: list[URLPattern] = [
    path("", data.Parties.as_view(), name="list"),
    path("new/", data.New.as_view(), name="new"),
    path("own/", data.Own.as_view(), name="own"),
    path("working-for/", mandates.Working.as_view(), name="working"),
    path("working-for/own/", mandates.Back.as_view(), name="back"),
    path("working-for/<uuid:pk>/", mandates.Work.as_view(), name="work"),
    path("<uuid:pk>/", data.Data.as_view(), name="party"),
    *_tab("describe", data.Describe, ("role-new", data.RoleNew), ("representative-new", data.RepresentativeNew)),
    *_tab("end", data.End),
    *_tab("factor", data.Factor),
    *_tab("places", places.Places, ("establishment-new", places.EstablishmentNew), ("code-new", places.CodeNew)),
    *_tab(
        "contacts", contacts.Contacts, ("contact-new", contacts.ContactNew), ("assignment-new", contacts.AssignmentNew)
    ),
    *_tab("mandates", mandates.Mandates, ("mandate-new", mandates.MandateNew)),
    *_tab("certificates", certificates.Certificates, ("enrolment-new", certificates.EnrolmentNew)),
    *_tab(
        "relations",
        relations.Relations,
        ("membership-new", relations.MembershipNew),
        ("succession-new", relations.SuccessionNew),
    ),
    *_tab("secrecy", secrecy.Secrecy, ("secrecy-new", secrecy.SecrecyNew)),
    *_tab("history", relations.History),
    *_record("roles", ("role-end", data.RoleEnd)),
    *_record(
        "representatives",
        ("representative-change", data.RepresentativeChange),
        ("representative-end", data.RepresentativeEnd),
    ),
    *_record(
        "establishments",
        ("establishment-change", places.EstablishmentChange),
        ("establishment-end", places.EstablishmentEnd),
    ),
    *_record("codes", ("code-end", places.CodeEnd)),
    *_record(
        "contacts",
        ("contact-change", contacts.ContactChange),
        ("contact-end", contacts.ContactEnd),
        ("absence-new", contacts.AbsenceNew),
    ),
    *_record("absences", ("absence-end", contacts.AbsenceEnd)),
    *_record(
        "assignments",
        ("assignment-register", contacts.AssignmentRegister),
        ("assignment-end", contacts.AssignmentEnd),
    ),
    *_record("mandates", ("mandate-revoke", mandates.MandateRevoke)),
    *_record("memberships", ("membership-end", relations.MembershipEnd)),
    path("secrecy/<uuid:pk>/", secrecy.SecrecyPage.as_view(), name="secrecy-agreement"),
    *_record("secrecy", ("secrecy-change", secrecy.SecrecyChange), ("secrecy-end", secrecy.SecrecyEnd)),
    path("enrolments/<uuid:pk>/", certificates.OneEnrolment.as_view(), name="enrolment"),
    *_record(
        "enrolments",
        ("enrolment-code", certificates.EnrolmentCode),
        ("enrolment-card", certificates.EnrolmentCard),
        ("enrolment-withdraw", certificates.EnrolmentWithdraw),
        ("enrolment-refuse", certificates.EnrolmentRefuse),
    ),
    *_record(
        "certificates",
        ("certificate-file", certificates.CertificateFile),
        ("certificate-revoke", certificates.CertificateRevoke),
    ),
]
