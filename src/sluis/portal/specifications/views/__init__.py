"""Pages.

lists      all specifications, and one with its versions and sources
version    one version: its fields, who decided, its course; and two versions side by side
keeping    setting up, sources
deciding   uploading, proposing, approving, refusing, withdrawing
giving     files to take along
"""
