"""What a text may hold that goes into a file: everything that can be read, and nothing that steers a reader."""

import re
from collections.abc import Mapping
from typing import Any

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters; a tab and a new line remain
    "\u202a-\u202e\u2066-\u2069"  # turn the order of reading around, so that a text seems to say something else
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # no characters at all
)


def clean(text: str) -> str:
    """The text without control characters; every kind of line end is one."""
    return _STEERING.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def cleaned(value: Any) -> Any:
    """The same of all texts in a value that goes into a template."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: cleaned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(each) for each in value]
    return value
