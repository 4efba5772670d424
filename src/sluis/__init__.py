"""Sluis: a trusted third party for Dutch health care.

Personal data pass between parties that may not see the same thing, identity on one side and medical content on the
other, as a ship passes a lock: by two gates that are never open together.
"""

__version__ = "0.1.0"
