"""Who may do what; and the only way to change something.

models      organisations, persons, grants, mandates, statements
rights      what can be allowed, declared by each app         roles        what a person is; which rights go with it
actor       a person (or a program) at work: for whom, with which rights, and why access may be closed
tenancy     the one rule of what an actor sees
changing    a change: rights checked, one event, one transaction
middleware  every page names a right; one that names none is refused
"""
