"""The command line: the only place, with HTTP, where a refusal becomes an exit code.

    0 done · 2 wrong use · 3 refused, codes on standard error and in the report · 1 a fault of the program
"""

import os

# Nothing here multiplies matrices, and numpy's threads for it would wait for work by spinning.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from sluis.cli.main import main  # noqa: E402 - numpy reads the line above when it is imported

__all__ = ["main"]
