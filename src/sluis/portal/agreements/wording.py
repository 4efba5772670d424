"""Words for what the room `sluis.agreement` knows by name."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from sluis.agreement.clauses import Clause
from sluis.agreement.contract import ContactKind, Side
from sluis.agreement.effects import Access, DutyKind, Fee
from sluis.agreement.grounds import GroundKind
from sluis.agreement.processings import LegalBasis, Verb
from sluis.agreement.standing import State
from sluis.portal.ui.actions import Tone
from sluis.portal.ui.navigation import Text

Words = Mapping[str, Text]

STATES: Mapping[State, Text] = {
    State.DRAFT: _("Draft"),
    State.OFFERED: _("Offered"),
    State.SIGNED: _("Signed"),
    State.IN_FORCE: _("In effect"),
    State.SUSPENDED: _("Suspended"),
    State.ENDED: _("Ended, obligations continuing"),
    State.CLOSED: _("Closed"),
    State.SUPERSEDED: _("Superseded"),
    State.WITHDRAWN: _("Withdrawn"),
}

TONES: Mapping[State, Tone] = {
    State.DRAFT: Tone.NEUTRAL,
    State.OFFERED: Tone.INFO,
    State.SIGNED: Tone.INFO,
    State.IN_FORCE: Tone.GOOD,
    State.SUSPENDED: Tone.WARNING,
    State.ENDED: Tone.WARNING,
    State.CLOSED: Tone.NEUTRAL,
    State.SUPERSEDED: Tone.NEUTRAL,
    State.WITHDRAWN: Tone.NEUTRAL,
}

SIDES: Mapping[Side, Text] = {Side.CONTROLLER: _("Controller"), Side.PROCESSOR: _("Processor")}

CLAUSES: Mapping[Clause, Text] = {
    Clause.PURPOSE: _("Purpose and ground"),
    Clause.DATA: _("Which data"),
    Clause.RECIPIENTS: _("Recipients"),
    Clause.INSTRUCTIONS: _("Instructions"),
    Clause.PLACE: _("Place"),
    Clause.RETENTION: _("Retention and removal"),
    Clause.SECURITY: _("Security"),
    Clause.BREACH: _("Breaches"),
    Clause.SUBPROCESSORS: _("Subprocessors"),
    Clause.REQUESTS: _("Requests of data subjects"),
    Clause.AUDIT: _("Audits"),
    Clause.REPORTS: _("Reports"),
    Clause.WARRANTY: _("Warranty of consent"),
    Clause.COSTS: _("Costs"),
    Clause.LIABILITY: _("Liability"),
    Clause.DEFAULT: _("Default and termination"),
    Clause.CHANGE: _("Changes"),
    Clause.TRANSFER: _("Takeover and transfer"),
    Clause.TERM: _("Duration"),
    Clause.END: _("End of the agreement"),
    Clause.LAW: _("Law and disputes"),
}

VERBS: Mapping[Verb, Text] = {
    Verb.PSEUDONYMISE: _("pseudonymise"),
    Verb.TRANSPORT: _("make available to the recipient"),
    Verb.ENCRYPT: _("encrypt"),
    Verb.DECRYPT: _("decrypt"),
    Verb.CONVERT: _("convert pseudonyms"),
    Verb.REVERSE: _("reverse pseudonyms"),
    Verb.SUPPORT: _("give support with selected records"),
    Verb.COLLECT: _("collect outcomes"),
    Verb.CHECK: _("check delivered data"),
    Verb.AGGREGATE: _("aggregate"),
    Verb.REPORT: _("report"),
    Verb.KEEP_REGISTERS: _("keep registers"),
    Verb.ADVISE: _("advise"),
}

BASES: Mapping[LegalBasis, Text] = {
    LegalBasis.CONSENT: _("consent"),
    LegalBasis.CONTRACT: _("performance of a contract"),
    LegalBasis.LEGAL_OBLIGATION: _("legal obligation"),
    LegalBasis.VITAL_INTERESTS: _("vital interests of the data subject"),
    LegalBasis.PUBLIC_TASK: _("task of public interest or official authority"),
    LegalBasis.LEGITIMATE_INTERESTS: _("legitimate interests"),
}

CONTACTS: Mapping[ContactKind, Text] = {
    ContactKind.DPO: _("Data protection officer"),
    ContactKind.CONTRACT_MANAGER: _("Contract manager"),
    ContactKind.ADVISER: _("Adviser or project leader"),
    ContactKind.PRIMARY: _("First contact"),
    ContactKind.DEPUTY: _("In absence"),
}

GROUNDS: Mapping[GroundKind, Text] = {
    GroundKind.DISSOLVED: _("the other party was dissolved"),
    GroundKind.CEASED: _("the other party ceased its business"),
    GroundKind.BANKRUPT: _("the other party was declared bankrupt"),
    GroundKind.BANKRUPTCY_REQUESTED: _("bankruptcy of the other party was requested"),
    GroundKind.PAYMENTS_SUSPENDED: _("the other party has a suspension of payments"),
    GroundKind.PAYMENTS_SUSPENSION_REQUESTED: _("the other party asked for a suspension of payments"),
    GroundKind.CHANGE_OF_CONTROL: _("control over the other party changed substantially"),
    GroundKind.ATTACHMENT: _("a considerable part of the other party's assets was attached"),
    GroundKind.NOT_REPAIRED: _("a failure was not repaired in the term of a notice of default"),
    GroundKind.UNRELIABLE: _("the processor can no longer meet the requirements of reliability"),
    GroundKind.UNWILLING: _("the other party is not able or willing to perform"),
    GroundKind.OBJECTION: _("an objection to a subprocessor was not resolved"),
    GroundKind.TAKEOVER: _("the processor will be taken over, and that meets weighty objections"),
}

DUTIES: Mapping[DutyKind, Text] = {
    DutyKind.SIGN: _("Sign the agreement, or decline it"),
    DutyKind.REPAIR: _("Repair what the notice of default names"),
    DutyKind.REACT_TO_SUSPENSION: _("Answer to the suspension"),
    DutyKind.CHOOSE_RETURN: _("Choose: have data returned, destroyed, or both"),
    DutyKind.DESTROY: _("Return or destroy the data"),
    DutyKind.PROVE_BACKUPS: _("Prove that the last backup is gone"),
    DutyKind.CLOSE: _("Close the agreement"),
    DutyKind.PREPARE_END: _("Prepare the end"),
    DutyKind.RECORD_WARRANTY: _("Record the warranty of consent"),
}

FEES: Mapping[Fee, Text] = {Fee.NONE: _("none"), Fee.DUE: _("runs"), Fee.STOPPED: _("stopped")}

ACCESSES: Mapping[Access, Text] = {Access.NONE: _("closed"), Access.READ: _("reading only"), Access.FULL: _("open")}


class Happened(StrEnum):
    """Steps as they are kept."""

    DRAFTED = "drafted"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    SIGNED = "signed"
    IN_FORCE = "in-force"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    DEFAULT = "default"
    REPAIRED = "repaired"
    LAPSED = "lapsed"
    NOTICE = "notice"
    ENDED = "ended"
    UNRELIABLE = "unreliable"
    TAKEOVER = "takeover"
    OBJECTION = "objection"
    WARRANTED = "warranted"
    COUNTED = "counted"
    CLOSED = "closed"
    SUPERSEDED = "superseded"
    PROPOSED = "proposed"
    AMENDED = "amended"
    ASSIGNED = "assigned"
    EXTENDED = "extended"
    DEVIATED = "deviated"


HAPPENINGS: Mapping[Happened, Text] = {
    Happened.DRAFTED: _("Drafted"),
    Happened.OFFERED: _("Offered"),
    Happened.WITHDRAWN: _("Withdrawn"),
    Happened.SIGNED: _("Signed"),
    Happened.IN_FORCE: _("In effect"),
    Happened.SUSPENDED: _("Suspended"),
    Happened.RESUMED: _("Suspension lifted"),
    Happened.DEFAULT: _("Notice of default"),
    Happened.REPAIRED: _("Repair accepted"),
    Happened.LAPSED: _("Term of a notice of default passed"),
    Happened.NOTICE: _("Notice given"),
    Happened.ENDED: _("Ended"),
    Happened.UNRELIABLE: _("Statement on reliability"),
    Happened.TAKEOVER: _("Takeover announced"),
    Happened.OBJECTION: _("Objection to a subprocessor"),
    Happened.WARRANTED: _("Warranty of consent"),
    Happened.COUNTED: _("Remaining data counted"),
    Happened.CLOSED: _("Closed"),
    Happened.SUPERSEDED: _("Superseded"),
    Happened.PROPOSED: _("Amendment proposed"),
    Happened.AMENDED: _("Amended"),
    Happened.ASSIGNED: _("Transferred to another party"),
    Happened.EXTENDED: _("Extended with the service agreement"),
    Happened.DEVIATED: _("Goes on after the end of the service agreement"),
}


class ConsentKind(StrEnum):
    """To what a controller consents."""

    COUNTRY = "country"
    SUBPROCESSOR = "subprocessor"
    ASSIGNMENT = "assignment"


CONSENTS: Mapping[ConsentKind, Text] = {
    ConsentKind.COUNTRY: _("Processing in another country"),
    ConsentKind.SUBPROCESSOR: _("A subprocessor outside the European Economic Area"),
    ConsentKind.ASSIGNMENT: _("Transfer of the agreement to another party"),
}


class AnnouncementKind(StrEnum):
    """What is announced."""

    TAKEOVER = "takeover"
    INSOLVENCY = "insolvency"
    SERVICE = "service"
    REGULATION = "regulation"
    TERMS = "terms"


ANNOUNCEMENTS: Mapping[AnnouncementKind, Text] = {
    AnnouncementKind.TAKEOVER: _("Intended takeover or transfer of ownership"),
    AnnouncementKind.INSOLVENCY: _("Threat of bankruptcy or suspension of payments"),
    AnnouncementKind.SERVICE: _("Change of the service"),
    AnnouncementKind.REGULATION: _("Change of regulation, to consult about"),
    AnnouncementKind.TERMS: _("Change of the delivery terms"),
}


class ReplyKind(StrEnum):
    """What a party answers."""

    READ = "read"
    OBJECTION = "objection"


REPLIES: Mapping[ReplyKind, Text] = {ReplyKind.READ: _("Has read it"), ReplyKind.OBJECTION: _("Objection")}


def _choices(words: Mapping[StrEnum, Text]) -> list[tuple[str, Text]]:
    return [(each.value, label) for each, label in words.items()]


def sides() -> list[tuple[str, Text]]:
    """For forms; functions, so that another choice is no change of the database."""
    return _choices(SIDES)  # type: ignore[arg-type]


def happenings() -> list[tuple[str, Text]]:
    """As `sides`."""
    return _choices(HAPPENINGS)  # type: ignore[arg-type]


def consents() -> list[tuple[str, Text]]:
    """As `sides`."""
    return _choices(CONSENTS)  # type: ignore[arg-type]


def announcements() -> list[tuple[str, Text]]:
    """As `sides`."""
    return _choices(ANNOUNCEMENTS)  # type: ignore[arg-type]


def replies() -> list[tuple[str, Text]]:
    """As `sides`."""
    return _choices(REPLIES)  # type: ignore[arg-type]
