"""Documents about agreements, in our own wording, from texts in versions."""

TEXT_VERSION = 1
"""The newest version of the texts; older versions stay as they are."""
