"""The portal: what people see and do. Django; it holds no data key and opens no content.

config         settings, addresses, the WSGI program           people         joining, reviews, screening, leaving
organisations  parties, mandates, contacts, enrolment          oversight      evidence, measures, alerts, continuity
documents      files in versions                               tasks          what somebody must do by when
notifications  messages that leave once                        jobs           what happens by the clock
holdings       what is held, for whom, and until when          access         who may do what; the only way to change
ledger         the chain of events in the database             ui             the look: pages, tables, forms, words

A change goes through `access.changing`: rights and tenancy are checked there, and it leaves one event in the same
transaction or does not happen.
"""
