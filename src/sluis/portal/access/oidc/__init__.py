"""Single sign-on by OpenID Connect, stricter than the sign-in machinery: see `provider`."""
