"""Log lines that hold where something went wrong, never what it was about."""

import logging
import traceback
from pathlib import Path


class Plain(logging.Formatter):
    """`level logger message-template place`: no arguments, no text of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        template = str(record.msg).replace("\n", " ")[:200]
        line = f"{self.formatTime(record)} {record.levelname.lower()} {record.name} {template}"
        if record.exc_info and record.exc_info[2]:
            frames = traceback.extract_tb(record.exc_info[2])[-5:]
            place = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
            kind = record.exc_info[0].__name__ if record.exc_info[0] else ""
            line = f"{line} {kind} {place}"
        return line
