"""Third parties: who processes personal data for an organisation, what was agreed with them, and whether they comply.

points       what a processing agreement must arrange, as data
keeping      processors
submitting   an agreement is offered, or submitted by the processor; it comes back, and comes again
reviewing    point by point
concluding   concluded, renewed, ended
expiring     what the clock does: warns before an agreement expires, and lets it expire
offering     the organisation's own model as a document
sampling     a random sample of processors that anybody can draw again
researching  what was checked at them, what was found, and what became of it

Confidentiality agreements are kept with the organisation (`organisations`); the page of a processor leads to them.
"""
