"""Tables about organisations."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sluis.portal.organisations.choices import ContactRole, PartyRoleKind
from sluis.portal.organisations.codes import CodeKind
from sluis.portal.organisations.wording import action_word, changes_in_words, reason_words, role_labels, who
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.templatetags.ui import badge, when


class Day(tables.Column):
    """A day or a moment."""

    def render(self, value: Any) -> Any:
        """As people read it."""
        return when(value)

    def value(self, **kwargs: Any) -> Any:
        """In a file it stays a date."""
        return kwargs["value"]


class PartyTable(tables.Table):
    """Organisations."""

    statutory_name = tables.Column(verbose_name=_("Name"))
    number = tables.Column(verbose_name=_("Number"))
    roles = tables.Column(verbose_name=_("Roles"), accessor="role_kinds", orderable=False, default="")
    visiting_city = tables.Column(verbose_name=_("City"), default="")
    chamber_of_commerce_number = tables.Column(verbose_name=_("Chamber of Commerce number"), default="")
    ended = tables.Column(verbose_name=_("State"), accessor="organisation__ended_on", empty_values=())

    def render_statutory_name(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("organisations:party", args=[record.organisation_id]), record.name)

    def value_statutory_name(self, record: Any) -> str:
        """In a file the statutory name."""
        return str(record.statutory_name)

    def render_roles(self, value: str) -> str:
        """In words."""
        return ", ".join(sorted(str(PartyRoleKind(kind).label) for kind in value.split(",")))

    def render_ended(self, value: Any) -> SafeString:
        """Whether it is still there."""
        if value and value <= timezone.localdate():
            return badge(_("Ended"))
        return badge(_("Active"), Tone.GOOD)


class Part(tables.Table):
    """A part of an organisation's page; `may` says whether its reader sees what can be done with a row."""

    doing = tables.Column(verbose_name=_("Do"), empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        orderable = False
        sequence = ("...", "doing")

    def __init__(self, rows: Sequence[Any], *, may: bool = False, **kwargs: Any) -> None:
        super().__init__(rows, exclude=() if may else ("doing",), **kwargs)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Label and name of the address of what can be done with a row."""
        raise NotImplementedError

    def render_doing(self, record: Any) -> SafeString:
        """Links; each says for whoever listens what it is about."""
        return format_html_join(
            " ",
            '<a href="{}">{}<span class="vh"> {}</span></a>',
            (
                (reverse(f"organisations:{name}", args=[record.pk]), label, record)
                for label, name in self.doings(record)
            ),
        )


def link(address: str, text: Any) -> SafeString:
    """A link."""
    return format_html('<a href="{}">{}</a>', address, text)


def _over(record: Any) -> bool:
    return record.ends_on is not None and record.ends_on < timezone.localdate()


class RoleTable(Part):
    """What a party is."""

    kind = tables.Column(verbose_name=_("Role"), accessor="get_kind_display")
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """A role ends."""
        return () if record.ends_on else ((_("End"), "role-end"),)


class RepresentativeTable(Part):
    """Who may sign."""

    name = tables.Column(verbose_name=_("Name"))
    position = tables.Column(verbose_name=_("Position"))
    authority = tables.Column(verbose_name=_("Authorised"), accessor="get_authority_display")
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Changed, or ended."""
        change = (_("Change"), "representative-change")
        return (change,) if record.ends_on else (change, (_("End"), "representative-end"))


class EstablishmentTable(Part):
    """Establishments."""

    name = tables.Column(verbose_name=_("Name"))
    address = tables.Column(verbose_name=_("Address"), empty_values=())
    codes = tables.Column(verbose_name=_("Codes"), accessor="codes_held", default="")
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def render_address(self, record: Any) -> str:
        """On one line."""
        return f"{record.street} {record.number}, {record.postcode} {record.city}"

    def render_codes(self, value: Any) -> SafeString:
        """Kind and code."""
        pairs = ((CodeKind(one.kind).label, one.code) for one in value if not _over(one))
        return format_html_join(" · ", "{} <code>{}</code>", pairs)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Changed, or closed."""
        change = (_("Change"), "establishment-change")
        return (change,) if record.ends_on else (change, (_("Close"), "establishment-end"))


class CodeTable(Part):
    """Codes."""

    kind = tables.Column(verbose_name=_("Kind"))
    code = tables.Column(verbose_name=_("Code"))
    establishment = tables.Column(verbose_name=_("Establishment"), default=_("The organisation as a whole"))
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def render_code(self, value: str) -> SafeString:
        """Digits of one width."""
        return format_html("<code>{}</code>", value)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """A code ends; the KvK number changes with the party's data."""
        return () if record.ends_on or record.kind == CodeKind.KVK else ((_("End"), "code-end"),)


class ContactTable(Part):
    """Contacts."""

    name = tables.Column(verbose_name=_("Name"))
    role = tables.Column(verbose_name=_("Contact for"))
    reach = tables.Column(verbose_name=_("How to reach"), empty_values=())
    deputy = tables.Column(verbose_name=_("In absence"), default="")
    state = tables.Column(verbose_name=_("State"), empty_values=())

    def render_name(self, record: Any) -> SafeString:
        """With the position below it."""
        return (
            format_html('{}<br><span class="mut">{}</span>', record.name, record.position)
            if record.position
            else record.name
        )

    def render_role(self, record: Any) -> str:
        """Its name, and the order when it is not the first."""
        label = str(ContactRole(record.role).label)
        return label if record.rank == 1 else f"{label} ({record.rank})"

    def render_reach(self, record: Any) -> SafeString:
        """Everything that rings or arrives."""
        numbers = (record.phone, record.mobile, record.out_of_hours)
        mail = format_html('<a href="mailto:{0}">{0}</a>', record.email)
        return format_html_join("", "{}<br>", ((one,) for one in numbers if one)) + mail

    def render_state(self, record: Any) -> SafeString:
        """Here, away, or no longer."""
        today = timezone.localdate()
        away = next((one for one in record.absences_held if one.holds_on(today)), None)
        if _over(record):
            return badge(_("Ended"))
        if record.starts_on > today:
            return badge(_("Not yet"))
        return badge(_("Absent"), Tone.WARNING) if away else badge(_("Reachable"), Tone.GOOD)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Changed, away, ended."""
        if _over(record):
            return ()
        return ((_("Change"), "contact-change"), (_("Absent"), "absence-new"), (_("End"), "contact-end"))


class AbsenceTable(Part):
    """Absences that are or will be."""

    contact = tables.Column(verbose_name=_("Contact"))
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"))

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Back earlier."""
        return ((_("Take back"), "absence-end"),)


class AssignmentTable(Part):
    """Data protection officers of the operator."""

    person = tables.Column(verbose_name=_("Data protection officer"))
    registration_number = tables.Column(verbose_name=_("Registration number at the AP"), default=_("not known yet"))
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Registered, or ended."""
        number = (_("Registration number"), "assignment-register")
        return (number,) if record.ends_on else (number, (_("End"), "assignment-end"))


class MandateTable(Part):
    """Mandates: `other` is the organisation at the other end."""

    other = tables.Column(verbose_name=_("Organisation"))
    flow = tables.Column(verbose_name=_("Flow"), default=_("All flows"))
    roles = tables.Column(verbose_name=_("May work as"))
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")
    state = tables.Column(verbose_name=_("State"), empty_values=())

    def render_roles(self, value: Any) -> str:
        """In words."""
        return role_labels(value)

    def render_state(self, record: Any) -> SafeString:
        """Whether it counts."""
        if record.revoked_at:
            return badge(_("Revoked"), Tone.DANGER)
        if _over(record):
            return badge(_("Ended"))
        return badge(_("Not yet")) if record.starts_on > timezone.localdate() else badge(_("In force"), Tone.GOOD)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Revoked."""
        return () if record.revoked_at or _over(record) else ((_("Revoke"), "mandate-revoke"),)


class MembershipTable(Part):
    """Memberships: `other` is the group, or the member."""

    other = tables.Column(verbose_name=_("Organisation"))
    kind = tables.Column(verbose_name=_("Kind"), accessor="get_kind_display")
    starts_on = Day(verbose_name=_("From"))
    ends_on = Day(verbose_name=_("Until and including"), default="")

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """A membership ends."""
        return () if record.ends_on else ((_("End"), "membership-end"),)


class SuccessionTable(Part):
    """What this organisation came from, or went to."""

    other = tables.Column(verbose_name=_("Organisation"))
    kind = tables.Column(verbose_name=_("What happened"), accessor="get_kind_display")
    happens_on = Day(verbose_name=_("As of"))
    leads = tables.Column(verbose_name=_("The codes"))

    def render_leads(self, value: bool) -> Any:
        """Where they lead."""
        return _("lead to the successor") if value else _("do not go along")


class EnrolmentTable(Part):
    """Enrolments."""

    party_id = tables.Column(verbose_name=_("Name in the exchange"))
    role = tables.Column(verbose_name=_("Role"), accessor="get_role_display")
    state = tables.Column(verbose_name=_("State"), accessor="get_state_display")
    asked_at = Day(verbose_name=_("Asked"))

    def render_party_id(self, record: Any) -> SafeString:
        """The way to its page."""
        return link(reverse("organisations:enrolment", args=[record.pk]), record.party_id)


class CertificateTable(Part):
    """Certificates."""

    party_id = tables.Column(verbose_name=_("Name in the exchange"))
    role = tables.Column(verbose_name=_("Role"), accessor="get_role_display")
    fingerprint = tables.Column(verbose_name=_("Fingerprint"))
    valid_until = Day(verbose_name=_("Valid until"))
    state = tables.Column(verbose_name=_("State"), empty_values=())
    file = tables.Column(verbose_name=_("File"), empty_values=())

    def render_fingerprint(self, value: str) -> SafeString:
        """Groups of one width."""
        return format_html("<code>{}</code>", value)

    def render_state(self, record: Any) -> SafeString:
        """Whether it counts."""
        left = record.valid_until - timezone.now()
        if record.revoked_at:
            return badge(_("Revoked"), Tone.DANGER)
        if left.total_seconds() <= 0:
            return badge(_("Expired"))
        return badge(_("Expires soon"), Tone.WARNING) if left.days < 60 else badge(_("Valid"), Tone.GOOD)

    def render_file(self, record: Any) -> SafeString:
        """The way to the file."""
        address = reverse("organisations:certificate-file", args=[record.pk])
        return format_html('<a href="{}" download>PEM<span class="vh"> {}</span></a>', address, record)

    def doings(self, record: Any) -> Sequence[tuple[Any, str]]:
        """Revoked."""
        over = record.revoked_at or record.valid_until <= timezone.now()
        return () if over else ((_("Revoke"), "certificate-revoke"),)


class HistoryTable(tables.Table):
    """Earlier values."""

    made_at = Day(verbose_name=_("When"))
    who = tables.Column(verbose_name=_("Who"), accessor="person", empty_values=(), orderable=False)
    action = tables.Column(verbose_name=_("What happened"))
    label = tables.Column(verbose_name=_("About"))
    changes = tables.Column(verbose_name=_("Changes"), orderable=False, empty_values=())

    def render_who(self, record: Any) -> str:
        """A person, or a program."""
        return who(record)

    def render_action(self, value: str) -> str:
        """In words."""
        return action_word(value)

    def render_changes(self, record: Any) -> SafeString:
        """From what to what."""
        lines = changes_in_words(record)
        if record.reason:
            lines.append((str(_("Reason")), "", reason_words(record.reason)))
        return format_html_join(
            "",
            '<div><span class="mut">{}:</span> {}{}</div>',
            ((name, format_html("<del>{}</del> → ", old) if old else "", new) for name, old, new in lines),
        )
