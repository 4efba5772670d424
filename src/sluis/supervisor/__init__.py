"""Runs the parts of `sluis serve` as separate processes, keeps them running and stops them together.

supervising   keeps every part: starts it, waits until it is ready, starts it again with back-off, ends it politely
part          what a part is, and one running process of it in its own session
lifeline      the part's side: it says that it is ready, and ends when whoever started it is gone
health        asks over TLS whether a server answers
lines         what parts write, as structured lines with fields from a list
lock          one `serve` per home, and one restore test
"""
