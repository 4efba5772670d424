"""The calendar of deliveries: per agreement which periods are expected, by when, and what came of it."""
