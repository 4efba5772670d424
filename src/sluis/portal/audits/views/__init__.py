"""Pages.

base       what they have in common
listing    the lists, and where one begins
auditing   one audit, asking for it, and the steps that come first
planning   its day, carrying it out, closing it, its costs
admitting  audits that no controller asks for
finding    one finding
informing  one request for information
showing    evidence of adequacy
"""
