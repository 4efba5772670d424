"""The agreement: what decides what may happen.

A source, a recipient and the TTP sign one document. It names their keys, so that nobody's key can be swapped; the
specification, by its digest; the scheme, the domain and the proof of its key; the term, and how long a file may stay.
Every program that touches personal data asks the agreement first, and is refused without one in force.

    card      a party's public keys, signed by itself, exchanged without the TTP in between
    terms     what an agreement says, as frozen values, and its exact bytes
    signing   the document with its three signatures
    policy    the question that every program asks
"""
