"""Pages.

base        what they have in common
listing     the lists
delivery    one delivery
deciding    authorise or refuse
fetching    the recipient's part: download, accept a test
removing    take back, have removed, the proof
programs    accounts of programs, and certificates brought under an organisation
ruling      rules that authorise, and routes
"""
