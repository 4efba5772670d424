"""What a page may load and do, as django-csp reads it: its own files and its own addresses, nothing written in the page.

CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy.DIRECTIVES}
"""

DIRECTIVES: dict[str, list[str]] = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "script-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
