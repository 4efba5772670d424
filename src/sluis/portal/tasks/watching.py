"""Jobs that look for what somebody of the operator must decide, in apps that know no tasks themselves."""

from django.utils.translation import gettext_lazy as _

from sluis.deadlines import Deadline, Term
from sluis.portal.access.actor import Actor
from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.access.roles import Role
from sluis.portal.holdings.counting import past_term
from sluis.portal.notifications.models import Message
from sluis.portal.tasks.giving import give, settle
from sluis.portal.tasks.models import Task
from sluis.portal.ui.navigation import Text

TERM = Term.read("5 office days")


def watch_messages(actor: Actor) -> int:
    """A task while messages were given up."""
    wanted = Message.everything.filter(state=Message.State.GIVEN_UP).exists()
    return _keep(
        actor, "messages-given-up", _("Look at the messages that could not be sent"), "notifications:list", wanted
    )


def watch_terms(actor: Actor) -> int:
    """A task while records are past their term."""
    wanted = bool(past_term(actor.at))
    return _keep(actor, "records-past-term", _("Look at the records that are past their term"), "holdings:past", wanted)


def _keep(actor: Actor, kind: str, title: Text, url_name: str, wanted: bool) -> int:
    """Give the operator the task when it is wanted and not there, settle it when it is there and not wanted."""
    operator = Organisation.everything.filter(is_operator=True).first()
    if operator is None:
        return 0
    there = Task.everything.filter(kind=kind, about=operator.subject, state=Task.State.OPEN).exists()
    if wanted == there:
        return 0
    with keeping(actor) as change:
        if wanted:
            give(
                change, organisation=operator, kind=kind, title=title, subject=operator, role=Role.ADMINISTRATOR,
                due=Deadline.of(TERM, actor.at), url_name=url_name,
            )  # fmt: skip
        else:
            settle(change, kind=kind, subject=operator)
    return 1
