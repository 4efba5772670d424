"""Pages about subprocessors.

base       what pages have in common
lists      the register, and notices under agreements
keeping    one subprocessor: its page, its data, certificates and agreements
deciding   announcing, withdrawing, starting and stopping
notice     one notice: its page
answering  objecting, efforts, and how an objection ends
asking     conditions, copies and consent
annexes    the annex as a file, and the amendment with it
"""
