"""What a notice may tell: ids, numbers, states, codes and counts. Never a number of a person, a label or a secret.

A net below careful callers, as that of the evidence is: it knows shapes, and a short name has none.
"""

import re
from collections.abc import Mapping

from sluis.evidence.event import COUNTS, LARGEST_COUNT, guard
from sluis.kernel.eleventest import is_bsn
from sluis.refusals import Refused
from sluis.refusals.catalogue import webhooks as codes

Fact = str | int

MOST_FACTS, LONGEST_TEXT = 20, 120

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TEXT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+=-]*")
"""No space, so no sentence and no full name; no `@` and no `?`, so neither an address nor what hangs behind one."""
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-fA-F]{32,}")
_NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)", re.ASCII)
_SECRET = re.compile(r"whsec_|age1[a-z0-9]{20,}|eyJ[\w-]{8,}\.")
"""Of a webhook, of age, of a signed-in session; not so wide that the name of an agreement could be one."""


def checked(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts, when a notice may tell them.

    Raises:
        Refused: NOTICE_VALUE, with the name of the fact and never its value.
        ValueError: a fact's name is none, or there are too many; a mistake in the program.
    """
    if len(facts) > MOST_FACTS or not all(isinstance(name, str) and _NAME.fullmatch(name) for name in facts):
        raise ValueError("a notice tells a few facts, with names like `delivery`")
    for name, value in facts.items():
        if not _may_be_told(name, value):
            raise Refused(codes.NOTICE_VALUE, field=name)
    return dict(facts)


def _may_be_told(name: str, value: object) -> bool:
    if type(value) is int:
        # A size in bytes may look like anything; what counts has a name from the list of what evidence counts.
        return 0 <= value <= LARGEST_COUNT and (name in COUNTS or not is_bsn(str(value)))
    return isinstance(value, str) and _is_plain(name, value)


def _is_plain(name: str, text: str) -> bool:
    if len(text) > LONGEST_TEXT or not _TEXT.fullmatch(text) or _SECRET.search(text):
        return False
    try:
        guard(name, text)
    except Refused:
        return False
    return not any(map(is_bsn, _NINE_DIGITS.findall(_ID.sub(" ", text))))
