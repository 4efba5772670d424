"""The agreement: what decides what may happen.

Two things, and both are asked. Source, recipient and TTP sign the *keys*: one document that names them, so that nobody's
key can be swapped. Controller and processor sign the *contract*: what may be done, where, how long. From the contract and
where it stands in its life follows the *policy*, which the TTP signs, and which can only take away.

    card          a party's public keys, signed by itself, exchanged without the TTP in between
    terms         what the three sign, as frozen values, and its exact bytes
    signing       that document with its three signatures
    claims        the question that every program asks of it

    contract      what the two agree on, as one frozen value with exact bytes
    clauses       its clauses by name, numbering where each of them stands
    regime        everything that contracts differ in; starting, three to begin with
    processings   annex 1, a row per processing
    grounds       on which a contract can be broken off
    completeness  what it still lacks
    standing      where it stands in its life
    steps, life   what can be done with it, and what a step or time makes of its standing
    effects       what follows; the consequences of a step are a difference of two
    policy        what may happen now, and the question that every program asks of it
    plain         frozen values as JSON and back
"""
