"""The door for programs of sources and recipients: signing in, uploading, fetching. It holds no key."""
