"""`python -m sluis.cli`."""

import sys

from sluis.cli import main

sys.exit(main())
