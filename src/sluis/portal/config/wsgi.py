"""The program that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluis.portal.config.django_settings")
application = get_wsgi_application()
