"""What this app tells the others when it starts: menu, top of the page, holdings, jobs."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.pages import actor_of
from sluis.portal.documents import kinds
from sluis.portal.holdings.register import hold
from sluis.portal.jobs.timetable import every
from sluis.portal.organisations import binding, models, panels
from sluis.portal.organisations.certifying import warn_of_expiry
from sluis.portal.organisations.registering import enter_missing
from sluis.portal.organisations.reminding import drop_tasks_of_ended, remind_of_contacts
from sluis.portal.organisations.rights import SEE
from sluis.portal.ui.navigation import Entry, Group, declare
from sluis.portal.ui.slots import fill


def announce() -> None:
    """Tell it."""
    _menu()
    _holdings()
    kinds.declare(binding.DOCUMENT, _("Confidentiality agreement"))
    fill("top", panels.top, order=20)
    fill("banner", panels.banner, order=10)
    every("organisations.expiring", hours=12, run=warn_of_expiry, label=_("Warns of certificates that expire"))
    every(
        "organisations.secrecy",
        hours=12,
        run=binding.warn_of_expiry,
        label=_("Warns of confidentiality agreements that expire"),
    )
    every("organisations.contacts", days=1, run=remind_of_contacts, label=_("Asks for contacts that are missing"))
    every(
        "organisations.ending", hours=6, run=drop_tasks_of_ended, label=_("Drops the tasks of organisations that ended")
    )
    every("organisations.entering", days=1, run=enter_missing, label=_("Numbers organisations that have none"))


def _all(request: HttpRequest) -> bool:
    return actor_of(request).reaches_all(SEE)


def _own(request: HttpRequest) -> bool:
    actor = actor_of(request)
    return actor.may(SEE) and not actor.reaches_all(SEE)


def _menu() -> None:
    place = {"icon": "building-hospital", "group": Group.CONTROL, "order": 10, "prefix": "/organisations/"}
    declare(
        Entry(_("Organisations"), url="organisations:list", shown=_all, **place),  # type: ignore[arg-type]
        Entry(_("My organisation"), url="organisations:own", shown=_own, **place),  # type: ignore[arg-type]
    )


def _holdings() -> None:
    data = _("To know with whom agreements are made, and where and how to reach them.")
    reach = _("To tell the right person in time, also in absence.")
    proof = _("To show who was who, and what was based on which data.")
    secrecy = _("To know what must be kept secret, for whom and until when.")
    certificates = _("To know which keys speak for an organisation in the exchange.")
    with_whom = _("Shows with whom something was agreed, and who could decide for them.")
    lasting = _("Secrecy outlives the co-operation.")
    signed = _("Shows whose keys signed what was delivered.")
    hold(models.Party, label=_("Parties"), purpose=data, remains=with_whom)
    hold(models.PartyRole, label=_("Roles of organisations"), purpose=data, remains=with_whom)
    hold(models.Representative, label=_("Legal representatives"), purpose=data, remains=with_whom)
    hold(models.Establishment, label=_("Establishments"), purpose=data)
    hold(models.PartyCode, label=_("Codes of organisations"), purpose=data, remains=with_whom)
    hold(models.Succession, label=_("Successions"), purpose=proof, remains=with_whom)
    hold(models.Membership, label=_("Memberships of groups"), purpose=proof)
    hold(models.Contact, label=_("Contacts"), purpose=reach)
    hold(models.Absence, label=_("Absences"), purpose=reach, kept="1 year", since="ends_on")
    hold(models.Assignment, label=_("Assignments of data protection officers"), purpose=reach)
    hold(models.SecrecyAgreement, label=_("Confidentiality agreements"), purpose=secrecy, remains=lasting)
    hold(models.Revision, label=_("Earlier values"), purpose=proof, kept="5 years", since="made_at")
    hold(
        models.Enrolment, label=_("Enrolments"), purpose=certificates, without=("code_digest",), remains=signed
    )  # fmt: skip
    hold(models.Certificate, label=_("Certificates"), purpose=certificates, remains=signed)
