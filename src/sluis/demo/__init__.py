"""A world of invented parties on one machine, and one exchange through it.

Everything goes by the commands that a reader can repeat by hand; each is printed before it runs.
"""
