"""The command line: the only place, with HTTP, where a refusal becomes an exit code.

0 done · 2 wrong use · 3 refused, codes on standard error and in the report · 1 a fault of the program
"""

from sluis.cli.main import main

__all__ = ["main"]
