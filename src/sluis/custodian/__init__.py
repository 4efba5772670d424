"""The one process that holds the TTP's keys while the portal runs: `python -m sluis.custodian --home DIR`.

It listens to nobody. Every few seconds it reads from the portal's database what is to be signed, and does what it can
judge by itself:

witnessing  signs where the portal's chain stands, closes its segments, and proves that one was destroyed
certifying  issues a certificate for a card that was admitted in the portal with an activation code
proving     signs that data of an organisation were destroyed: what was in use, and later the backups
specifying  signs a data specification that its three parties approved in the portal
ruling      signs the policy that follows from an agreement, and takes it into the home of the TTP
routing     publishes the agreements of the exchange, for the gate to judge by
relaying    relays deliveries that were authorised; in a thread of its own
removing    removes results whose time is up, and signs that they are gone
"""
