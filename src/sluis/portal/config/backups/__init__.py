"""Backups: everything that an installation must not lose, sealed with age, whatever the database is.

archive    the file: an age file that holds a tar, which ordinary tools open       rows      tables as lines, and back
making     make one, from one snapshot, and read it back                           contents  what stands in it
restoring  put one back, or try whether that could be done                         settling  finish what was broken off
keeping    where they are kept, to whom they are sealed, and when they go          places    which database is meant

    age -d -i identity FILE | tar t          lists it without Sluis
"""
