"""The program's own log, which says in one line on standard error what a full or broken disk does not take."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler


class LogFile(RotatingFileHandler):
    """A log that goes on when it can be written again; until then nobody's session log is flooded with tracebacks."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Called while the error is being handled; what is not the disk's fault is ours and shown in full."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)
        elif sys.stderr:
            sys.stderr.write(f"sitbreak: {record.getMessage()}\n")
