"""Pages of organisations, a module per tab."""
