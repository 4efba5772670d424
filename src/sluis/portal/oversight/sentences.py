"""What happened, in words: a sentence for each kind of event. Apps above this one add theirs with `say`.

A kind that is not known is shown as it is: an auditor must see it, whether or not we found words for it.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sluis.portal.ui.navigation import Text

_SENTENCES: dict[str, Text] = {
    "evidence.begun": _("The chain began"),
    "evidence.repaired": _("A half-written line was moved aside"),
    "evidence.checkpointed": _("Signed where the chain stood"),
    "evidence.segment-ended": _("Ended a segment of the chain"),
    "evidence.segment-closed": _("Closed a segment of the chain with a signature"),
    "evidence.destroyed": _("Destroyed a segment of the chain after its term"),
    "evidence.verification-asked": _("Asked for a verification of the chain"),
    "evidence.verified": _("Verified the chain"),
    "evidence.exported": _("Took a copy of the whole chain along"),
    "sample.drawn": _("Drew a sample of the evidence"),
    "person.signed-in": _("Signed in"),
    "person.signed-out": _("Signed out"),
    "person.sign-in-failed": _("Failed to sign in"),
    "person.password-changed": _("Changed a password"),
    "person.credentials-changed": _("Renewed a password or its protection"),
    "person.factor-added": _("Added a second factor"),
    "person.factor-removed": _("Removed a second factor"),
    "person.factor-renewed": _("Renewed a second factor"),
    "person.factor-used": _("Used a second factor"),
    "person.factor-failed": _("Failed at the second factor"),
    "person.joined": _("Somebody joined"),
    "person.changed": _("Changed a person's data"),
    "person.left": _("Somebody left; all rights ended"),
    "session.ended": _("Ended a session"),
    "invitation.sent": _("Invited somebody"),
    "invitation.withdrawn": _("Withdrew an invitation"),
    "invitation.accepted": _("Accepted an invitation"),
    "grant.given": _("Gave somebody a role"),
    "grant.withdrawn": _("Withdrew a role"),
    "grant.ended": _("A role ended"),
    "statement.signed": _("Signed a confidentiality statement"),
    "statement.recorded": _("Recorded a confidentiality statement"),
    "statement.withdrawn": _("Withdrew a confidentiality statement"),
    "mandate.given": _("Gave a mandate"),
    "mandate.revoked": _("Revoked a mandate"),
    "mandate.taken-up": _("Began to work under a mandate"),
    "mandate.laid-down": _("Stopped working under a mandate"),
    "organisation.begun": _("Set up the operator's organisation"),
    "organisation.changed": _("Changed an organisation"),
    "organisation.described": _("Changed an organisation's data"),
    "organisation.registered": _("Registered an organisation"),
    "organisation.ended": _("Ended an organisation"),
    "establishment.opened": _("Added an establishment"),
    "establishment.closed": _("Closed an establishment"),
    "membership.begun": _("Began a membership of a group"),
    "membership.ended": _("Ended a membership of a group"),
    "partycode.given": _("Recorded a code of an organisation"),
    "document.stored": _("Stored a version of a document"),
    "task.given": _("Gave a task"),
    "task.moved": _("Moved the deadline of a task"),
    "task.settled": _("Settled a task"),
    "task.reminded": _("Reminded of a task"),
    "message.sent": _("Sent a message"),
    "message.dropped": _("Dropped a message"),
    "message.given-up": _("Gave up sending a message"),
    "message.resent": _("Sent a message again"),
    "job.ran": _("Ran a job"),
    "job.hastened": _("Made a job run at once"),
    "alert.raised": _("A rule raised an alert"),
    "alert.seen": _("Looked at an alert"),
    "alert.closed": _("Closed an alert"),
    "rule.changed": _("Changed an alert rule"),
    "rule.made": _("Made an alert rule"),
    "measure.made": _("Recorded a measure"),
    "measure.changed": _("Changed a measure"),
    "measure.evaluated": _("Evaluated a measure"),
    "reference.made": _("Linked a measure to a standard"),
    "reference.removed": _("Unlinked a measure from a standard"),
    "proof.made": _("Added evidence to a measure"),
    "improvement.made": _("Proposed an improvement"),
    "improvement.changed": _("Changed a proposal for improvement"),
    "improvement.decided": _("Decided about a proposal for improvement"),
    "improvement.done": _("Carried out an improvement"),
    "standard.made": _("Recorded a standard"),
    "standard.changed": _("Changed a standard"),
    "attestation.made": _("Recorded a certificate or statement"),
    "attestation.changed": _("Changed a certificate or statement"),
    "attestation.taken": _("Downloaded a certificate or statement of applicability"),
    "asset.made": _("Recorded an asset"),
    "asset.changed": _("Changed an asset"),
    "environment.made": _("Recorded an environment"),
    "environment.changed": _("Changed an environment"),
    "dataset.made": _("Recorded a data set"),
    "dataset.changed": _("Changed a data set"),
    "plan.made": _("Recorded a continuity plan"),
    "plan.changed": _("Changed a continuity plan"),
    "exercise.made": _("Planned an exercise"),
    "exercise.changed": _("Recorded an exercise"),
    "backup.made": _("Made a backup"),
    "backup.removed": _("Removed a backup after its term"),
    "restore.tested": _("Tested restoring a backup"),
    "restore.made": _("Restored a backup"),
    "arrangement.made": _("Recorded an exit arrangement"),
    "arrangement.changed": _("Changed an exit arrangement"),
    "shift.made": _("Planned a shift"),
    "shift.changed": _("Changed a shift"),
    "shift.removed": _("Removed a shift"),
    "notice.decided": _("Told controllers of a change, or recorded that it was not material"),
}

_AREAS: dict[str, Text] = {
    "evidence": _("Evidence"),
    "sample": _("Samples"),
    "person": _("Persons and signing in"),
    "session": _("Sessions"),
    "invitation": _("Invitations"),
    "grant": _("Roles"),
    "statement": _("Confidentiality statements"),
    "mandate": _("Mandates"),
    "organisation": _("Organisations"),
    "certificate": _("Certificates of the exchange"),
    "document": _("Documents"),
    "task": _("Tasks"),
    "message": _("Messages"),
    "job": _("Jobs"),
    "alert": _("Alerts"),
    "measure": _("Measures"),
    "attestation": _("Certificates and statements"),
    "backup": _("Backups"),
    "restore": _("Restores"),
}


def say(sentences: Mapping[str, Text], areas: Mapping[str, Text] | None = None) -> None:
    """Add the words of another app."""
    _SENTENCES.update(sentences)
    _AREAS.update(areas or {})


def sentence(kind: str) -> Text:
    """What happened."""
    return _SENTENCES.get(kind, kind)


def known(kind: str) -> bool:
    """Whether there are words for it."""
    return kind in _SENTENCES


def areas() -> list[tuple[str, Text]]:
    """What one can filter on: the first word of kinds, and what they are about."""
    return sorted(_AREAS.items(), key=lambda item: str(item[1]))
