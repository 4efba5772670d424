"""The command line: the only place, with HTTP, where a refusal becomes an exit code.

Exit codes: 0 done · 2 wrong use · 3 refused, codes on standard error and in the report · 1 a fault of the program
"""

import os

# Nothing here multiplies matrices, and numpy's threads for it would wait for work by spinning; numpy reads this when it
# is imported, below.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from sluis.cli.main import main

__all__ = ["main"]
