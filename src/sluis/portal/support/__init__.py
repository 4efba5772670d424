"""Help with records that failed: an offer, a consent, a limited selection, and a day by which it is gone."""
