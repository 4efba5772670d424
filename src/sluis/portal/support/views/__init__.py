"""Pages.

base      what they have in common
listing   the list, and one request
doing     what can be done with a request, as buttons
asking    asking for help
deciding  the source's part
helping   the service desk's part
"""
