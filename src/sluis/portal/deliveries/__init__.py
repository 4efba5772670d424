"""Deliveries from providers to registries: their life, who authorised them, and when they go."""
