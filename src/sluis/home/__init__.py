"""A party's folder: its settings, keys, agreements and what it remembers of deliveries.

sluis.toml      settings                      keys/         private keys, each sealed to `unlock`
card.json       what the party gives away     agreements/   those that it accepted, with their specifications
certificate.pem its certificate chain         pins/         cards of others, compared by telephone
trust/          roots of the CAs it trusts    deliveries/   what was sent, relayed or opened
unlock          opens the keys                evidence/     the chain of what happened
"""
