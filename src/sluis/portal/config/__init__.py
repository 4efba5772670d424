"""What makes the apps one program: the installation's settings, Django's settings, addresses, and how it is served."""
