"""What is held for an organisation, for how long, and how it is exported, counted and destroyed."""
