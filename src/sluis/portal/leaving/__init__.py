"""An organisation takes its data along, or leaves and has them destroyed, with proof.

    taking       a handover: what was chosen, why, at whose cost; the file itself
    requesting   a destruction: asked by one, confirmed by another, withdrawn until then
    destroying   the records that are in use, kind by kind, and what cannot be destroyed is blocked
    expiring     the last backup that holds them is gone
    renewing     once more, when a backup from before was put back
    proving      what the custodian signs about both
    reporting    all of it in one list, for the report at the end of a co-operation

It knows no agreements: an app that does calls it, and declares gates and holds with `holdings`.
"""
