"""What differs between operating systems: locks, folders on disk, flags of files.

The other rooms say what they mean; here it is done the way of Linux and macOS, or that of Windows.
"""
