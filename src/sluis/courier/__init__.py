"""How a party's program speaks with the gate of the TTP: signing in, sending, fetching."""
