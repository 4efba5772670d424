"""The recipient's program: opens what the TTP relayed, and reports back to the source.

opening     a relayed package in, the tables with pseudonyms out
remarks     a validation report by row reference, sealed to the source
"""
