"""Instructions of controllers, and processing that the law compels."""
