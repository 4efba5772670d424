"""Small things that several pages show."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_tables2 as tables

from sluis.portal.ui.refusing import worded
from sluis.portal.ui.templatetags.ui import when
from sluis.refusals import Code, Refused


class When(tables.Column):
    """A moment or a day."""

    def render(self, value: Any) -> Any:
        """As people read it."""
        return when(value)

    def value(self, value: Any, **_: Any) -> Any:
        """In files as what it is."""
        return value


def findings_in_words(findings: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What a verification found, in the reader's language; a code that is no longer known by its number."""
    return [_words(each) for each in findings]


def _words(finding: Mapping[str, Any]) -> dict[str, str]:
    code = codes().get(finding["code"])
    if code is None:
        return {"code": str(finding["code"]), "where": "", "sentence": str(finding["code"]), "advice": ""}
    return worded(Refused(code, **finding["facts"]))


def codes() -> dict[str, Code]:
    """Codes that a verification can find."""
    from sluis.refusals.catalogue import evidence, oversight

    found = (value for module in (evidence, oversight) for value in vars(module).values())
    return {value.number: value for value in found if isinstance(value, Code)}
