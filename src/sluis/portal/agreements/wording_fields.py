"""Words for every field of a contract and for every choice in it; a test holds that none is missing."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from sluis.agreement import regime
from sluis.agreement.clauses import Clause
from sluis.agreement.contract import ContactKind, Side
from sluis.agreement.grounds import By, GroundKind
from sluis.agreement.processings import LegalBasis, Verb
from sluis.portal.agreements import wording
from sluis.portal.ui.navigation import Text

LABELS: Mapping[str, Text] = {
    # the contract itself
    "Contract.programme": _("Programme"),
    "Contract.starts_on": _("First day"),
    "Contract.ends_on": _("Last day"),
    "Contract.activities": _("Activities and services"),
    "Contract.general_purpose": _("General purpose"),
    "Contract.data_subject_count": _("Number of data subjects, about"),
    "Contract.norms": _("Norms that the controller sets"),
    "Contract.model": _("Model of the document, when it is not ours"),
    # parties
    "Party.statutory_name": _("Statutory name"),
    "Party.street_address": _("Address"),
    "Party.postcode": _("Postcode"),
    "Party.city": _("City"),
    "Party.chamber_of_commerce_number": _("Chamber of Commerce number"),
    "Party.legal_representative": _("Legal representative"),
    "Party.position": _("Position"),
    "Party.vat_number": _("VAT number"),
    # service agreement
    "MainAgreement.number": _("Number"),
    "MainAgreement.title": _("Title"),
    "MainAgreement.signed_on": _("Signed on"),
    "MainAgreement.starts_on": _("First day"),
    "MainAgreement.ends_on": _("Last day"),
    "MainAgreement.purpose_contract": _("Contract to which the purpose is bound"),
    "MainAgreement.tender_number": _("Tender number"),
    "MainAgreement.contract_parties": _("Parties to that contract"),
    "MainAgreement.forum": _("Court or arbiter"),
    # the law
    "Statutory.duty": _("Deliveries rest on the statutory duty (Wkkgz art. 11q)"),
    "Statutory.registry": _("Quality registry"),
    "Statutory.registry_entry": _("Entry in the statutory register"),
    "Statutory.registry_holder": _("Registry holder"),
    "Statutory.free_of_charge": _("Data are supplied free of charge"),
    "Statutory.pseudonymise_first": _("Pseudonymised before every delivery"),
    # annexes
    "Processing.activity": _("Processing"),
    "Processing.data_types": _("Kinds of personal data"),
    "Processing.data_subjects": _("Categories of data subjects"),
    "Processing.purposes": _("Purposes"),
    "Processing.legal_basis": _("Legal basis"),
    "Processing.countries": _("Countries"),
    "Processing.transfer_outside_eea": _("Transfer outside the European Economic Area"),
    "Processing.retention": _("Retention terms"),
    "Processing.deletion": _("How data are removed"),
    "Processing.vulnerable": _("Vulnerable group"),
    "Processing.verbs": _("What this row allows"),
    "Measure.number": _("Number in the standard, or theme"),
    "Measure.text": _("Measure"),
    "Measure.standard": _("Standard"),
    "ListedSubprocessor.name": _("Name"),
    "ListedSubprocessor.address": _("Address"),
    "ListedSubprocessor.country": _("Country"),
    "ListedSubprocessor.service": _("Service"),
    "ListedSubprocessor.data": _("Personal data"),
    "ListedSubprocessor.trade_register_number": _("Number in the trade register"),
    "ListedSubprocessor.transfer_outside_eea": _("Transfer outside the European Economic Area"),
    "ListedSubprocessor.agreement_description": _("Processing agreement with it"),
    "ListedSubprocessor.certificates": _("Certificates"),
    "ListedSubprocessor.conditions": _("Conditions of the controller"),
    "ListedSubprocessor.in_use": _("Used at present"),
    "Contact.side": _("Of"),
    "Contact.kind": _("As"),
    "Contact.name": _("Name"),
    "Contact.email": _("E-mail address"),
    "Contact.phone": _("Telephone"),
    "Contact.position": _("Position"),
    "Contact.mobile": _("Mobile telephone"),
    "Flow.agreement": _("Agreement of the exchange"),
    "Flow.source": _("Source (party name)"),
    "Flow.recipient": _("Recipient (party name)"),
    "Flow.recipient_name": _("Recipient, in full"),
    "Flow.country": _("Country of the recipient"),
    "Flow.domain": _("Domain of pseudonyms"),
    "Flow.specification": _("Data specification"),
    "Flow.transport": _("Results go to the recipient"),
    "Reference.clause": _("Clause"),
    "Reference.text": _("Place in the document"),
    "Ground.kind": _("Ground"),
    "Ground.by": _("Who may use it"),
    "Ground.months": _("Only after so many months"),
    "Ground.other_than_controller": _("Not when the controller itself did it"),
    "Ground.after_default": _("Only after a notice of default ran out"),
    # the regime
    "Place.countries": _("Countries where data may be processed"),
    "Retention.days_after_download": _("Days that a result stays after download"),
    "Retention.max_undownloaded_days": _("Days that a result stays at most"),
    "Retention.backup_days": _("Days that a backup stays"),
    "Retention.support_data": _("Support data stay, after closing"),
    "Instructions.only_contact": _("Only the designated contact instructs"),
    "Instructions.hold_unlawful": _("An unlawful instruction is held"),
    "Instructions.controller_decides": _("Use, disclosure and retention: the controller alone"),
    "Breach.notice": _("The processor tells the controller within"),
    "Breach.clock_start": _("The clock starts at"),
    "Breach.includes_suspected": _("Suspected breaches too"),
    "Breach.authority_notice": _("The authority is told within"),
    "Breach.authority_reporter": _("Who tells the authority"),
    "Breach.contacts": _("Contacts that must be known"),
    "Subprocessors.regime": _("How new subprocessors come in"),
    "Subprocessors.notice": _("Announced beforehand"),
    "Subprocessors.objection": _("Objections can be made during"),
    "Subprocessors.termination_notice": _("Notice after an objection that was not resolved"),
    "Subprocessors.fee_stops": _("No fee during a suspension for an objection"),
    "Subprocessors.conditions": _("The controller may set conditions"),
    "Subprocessors.copies": _("Copies of contracts on request"),
    "Requests.mode": _("What the processor does with a request"),
    "Requests.forward": _("Passed on within"),
    "Requests.statutory": _("Answered by law within"),
    "Audit.regime": _("When the controller may audit"),
    "Audit.written_notice": _("After written notice"),
    "Audit.certificates_first": _("After assessing certificates"),
    "Audit.grounds": _("With reasonable grounds"),
    "Audit.independent": _("By an independent third party"),
    "Audit.cost": _("Who pays"),
    "Reports.yearly": _("Yearly report on design and operation"),
    "Reports.supply": _("Data are supplied every"),
    "Reports.min_cell_count": _("Fewer than this is hidden in figures"),
    "Reports.min_subscribers": _("Fewest subscribers behind a published figure"),
    "Reports.emergency_disclosure": _("Disclosure in an emergency with one approval"),
    "Warranty.consent": _("The controller warrants that people consented"),
    "Costs.billing": _("Billed every"),
    "Costs.fee_per_year": _("Fee for a year, in euros"),
    "Costs.provider_free": _("Free of charge for the care provider"),
    "Costs.return_cost": _("What returning data costs"),
    "Costs.export_gate": _("An export can wait for what is owed"),
    "Costs.product": _("Product"),
    "Costs.segment": _("Customer segment"),
    "Costs.tariff": _("Tariff"),
    "Costs.max_processing_files": _("Highest number of processing files"),
    "Service.office_day_hours": _("Hours in an office day"),
    "Service.weekend_overrides_week": _("Weekend surcharge instead of that of the week"),
    "Service.holiday_surcharge": _("Surcharge on public holidays"),
    "Service.measured_per": _("Response times are measured over"),
    "Liability.cap_per_event": _("At most, per event, in euros"),
    "Liability.cap_is_year_fee": _("At most a year’s fee"),
    "Liability.penalty": _("Penalty for a late notice of a breach"),
    "Liability.indemnity": _("The controller is indemnified"),
    "Liability.excludes_indirect": _("Indirect damage is excluded"),
    "Default.cure": _("Term of a notice of default"),
    "Default.at_once": _("In default at once where a failure is certain"),
    "Default.registered_letter": _("By registered letter"),
    "Default.bankruptcy_warning": _("A threat of bankruptcy is told at once"),
    "Default.reliability": _("End at once when reliability cannot be met"),
    "Change.rule": _("How the agreement changes"),
    "Change.notice": _("Changes are announced beforehand"),
    "Change.initials": _("Initials on each annex"),
    "Transfer.takeover_notice": _("A takeover is announced to all controllers"),
    "Transfer.assignment_needs_consent": _("Transfer only with the controller’s consent"),
    "Duration.type": _("How long it runs"),
    "Duration.first": _("First period"),
    "Duration.renewal": _("Renewed each time for"),
    "Duration.notice": _("Notice period"),
    "End.choice": _("The controller chooses: return, destroy, or both"),
    "End.term": _("Within"),
    "End.proof": _("Proof of destruction"),
    "Law.governing": _("Law of"),
    "Law.forum": _("Court or arbiter"),
    "Law.general_terms_excluded": _("General terms of the other party are excluded"),
}

HELP: Mapping[str, Text] = {
    "Place.countries": _("Codes of two letters, one on each line. A row of the annex can be narrower, never wider."),
    "Processing.countries": _("Codes of two letters, one on each line."),
    "Contract.starts_on": _("Empty: the day on which the last party signs."),
    "Contract.ends_on": _("Empty: as the regime and the service agreement say."),
    "Subprocessors.objection": _("Empty: as long as they are announced beforehand."),
    "Flow.agreement": _("The name that `sluis agreement list` shows."),
    "Contract.model": _(
        "For example the model of an umbrella organisation; then enter where each clause stands in it."
    ),
}

_CHOICES: Mapping[StrEnum, Text] = {
    regime.TermType.FOLLOWS_MAIN: _("as long as the service agreement"),
    regime.TermType.WHILE_PROCESSING: _("as long as data are processed"),
    regime.TermType.FIXED_RENEWING: _("for a period, tacitly renewed"),
    regime.ClockStart.AWARE: _("knowledge of a breach"),
    regime.ClockStart.FIRST_DISCOVERY: _("first discovery, by whoever it was"),
    regime.Reporter.CONTROLLER: _("the controller only"),
    regime.Reporter.PROCESSOR_PREPARES: _("the controller; the processor prepares it"),
    regime.BreachContacts.FUNCTIONS: _("data protection officers, contract manager, adviser"),
    regime.BreachContacts.PRIMARY_AND_DEPUTY: _("first contact and deputy of both"),
    regime.BreachContacts.NONE: _("none in the agreement"),
    regime.SubprocessorRegime.OBJECTION: _("announced, with a right to object"),
    regime.SubprocessorRegime.INFORM: _("allowed; the controller is informed"),
    regime.SubprocessorRegime.NONE: _("nothing was agreed"),
    regime.RequestMode.FORWARD: _("passes it on"),
    regime.RequestMode.ASSIST: _("helps the controller to answer"),
    regime.RequestMode.HANDLE: _("handles it"),
    regime.AuditRegime.AFTER_BREACH: _("after a (suspected) breach"),
    regime.AuditRegime.ANY_TIME: _("at any time"),
    regime.AuditCost.UNSAID: _("was not agreed"),
    regime.AuditCost.CONTROLLER: _("the controller"),
    regime.AuditCost.PROCESSOR_WHEN_FAILING: _("the controller; the processor when it fails on any point"),
    regime.ReturnCost.UNSAID: _("was not agreed"),
    regime.ReturnCost.INCLUDED: _("included in the fee"),
    regime.ReturnCost.REASONABLE: _("reasonable cost"),
    regime.Penalty.NONE: _("none"),
    regime.Penalty.EQUALS_FINE: _("equal to the fine that the controller got"),
    regime.Billing.NONE: _("never"),
    regime.Billing.MONTH: _("month"),
    regime.Billing.QUARTER: _("quarter"),
    regime.Billing.YEAR: _("year"),
    regime.ChangeRule.BOTH_APPROVE: _("both parties sign"),
    regime.ChangeRule.NOTICE_AND_CONSULTATION: _("announced beforehand, with consultation"),
    regime.PseudonymType.IRREVERSIBLE: _("irreversible"),
    regime.PseudonymType.REVERSIBLE: _("reversible"),
    By.EITHER: _("either party"),
    By.CONTROLLER: _("the controller"),
    By.PROCESSOR: _("the processor"),
}

_OTHERS: tuple[tuple[type[StrEnum], Mapping[StrEnum, Text]], ...] = (
    (Side, wording.SIDES),
    (ContactKind, wording.CONTACTS),
    (LegalBasis, wording.BASES),
    (Verb, wording.VERBS),
    (GroundKind, wording.GROUNDS),
    (Clause, wording.CLAUSES),
)  # type: ignore[assignment]


def label_of(owner: str, name: str) -> Text:
    """The label of a field of a class."""
    return LABELS[f"{owner}.{name}"]


def help_of(owner: str, name: str) -> Text:
    """What stands below it."""
    return HELP.get(f"{owner}.{name}", "")


def choice(value: StrEnum) -> Text:
    """A choice in words."""
    for kind, words in _OTHERS:
        if isinstance(value, kind):
            return words[value]
    return _CHOICES[value]
