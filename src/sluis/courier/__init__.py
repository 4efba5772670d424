"""How a party's program speaks with the gate of the TTP: signing in, sending, fetching.

connecting  the address of the gate, whom to trust, and the way through a proxy
gate        a signed-in conversation: requests, answers, refusals as they were meant
sending     a package to the TTP, resumable (tus 1.0)
fetching    results from the TTP, resumable
"""
