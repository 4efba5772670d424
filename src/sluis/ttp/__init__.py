"""The TTP's program: enrols parties, keeps the domains' keys, and relays packages without seeing what they hold.

enrolling   an own certificate authority: a card in, a certificate out
domains     a key per domain and version, and what the agreement publishes of it
agreeing    drafts of agreements
relaying    an offered package in, a relayed package out, in memory
encrypting  reversible encryption of values in memory, where an agreement allows it
"""
