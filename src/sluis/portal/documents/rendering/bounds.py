"""How much the worker may use, and how it ends when it cannot."""

MEMORY = 2 << 30
SECONDS = 120
LONGEST = 6_000_000  # characters of an order; some 300 pages take a sixth of it

NO_LIBRARY, TOO_MUCH, BAD_TEMPLATE = 70, 71, 72
