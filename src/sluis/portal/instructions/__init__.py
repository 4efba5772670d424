"""Instructions of the controller, and processing that the law compels: who said what, and what follows.

giving      the controller gives, adapts, confirms and withdraws
assessing   the processor assesses, and carries out
compelling  processing because of a legal duty: told before, and no more than is strictly necessary
grounds     on what a processing can rest at a moment
norms       norms of the controller, into the next version of the agreement
"""
