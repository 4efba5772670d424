"""`python -m sluis`."""

import sys

from sluis.cli import main

sys.exit(main())
