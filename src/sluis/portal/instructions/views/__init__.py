"""Pages.

base        what they have in common
listing     the lists, and where one begins
giving      one instruction; the controller's part
assessing   the processor's part
compelling  compelled processing
"""
