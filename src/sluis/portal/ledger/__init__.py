"""The portal's chain of events: append-only, in the database, in the transaction of what it records.

models      the lines, the head that writers queue for, segments, checkpoints
appending   lines behind the head, as the last thing before the commit
verifying   whether the chain is whole
segments    closing, destroying after the term, with proof

The lines are those of `sluis.evidence.chain`; their exact bytes are stored and never made again. Triggers refuse to
change or delete them.
"""
