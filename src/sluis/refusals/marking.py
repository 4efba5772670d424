"""`_`, the marker with which a text is found for translation."""


def _(text: str) -> str:
    """The text itself; the extractor of messages looks for this name."""
    return text
