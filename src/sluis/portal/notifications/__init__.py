"""Messages that leave once: by e-mail, or to files in a demo."""
