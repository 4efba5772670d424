"""What happens to a value between the source and the recipient: Arrow and bytes in, Arrow and bytes out.

The story of the room, in the order in which a value meets it:

1. A value is checked and written in one canonical way: `bsn:123456782` (`identifiers`).
2. It becomes a pseudonym. Between parties that may not see each other's half it does so blindly, in a group where the
   source hides, the third party multiplies and the recipient uncovers (`polymorphic`). For volume it does so in two
   stages of a MAC, one key at the source and one at the third party (`keyed`).
3. What is not an identifier becomes coarser, as the specification says, or stays as it is (`minimisation`).
4. What the recipient alone may read is sealed to its key (`sealing`); a value that must come back is encrypted so that
   the holder of the key can open it (`reversible`).
5. A pseudonym gets a label that tells method, version, provider and domain, so that one can change provider (`labels`).

Below them lies `columns`: a column of text as numpy sees it.

The room is pure. It knows no file names, no network, no clock and no settings; it raises what it refuses with row
positions and never with values; and its only randomness is the operating system's.
"""
