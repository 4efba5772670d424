"""The program that the server runs; with it, in a thread beside the requests, the jobs that are due."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluis.portal.config.django_settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - after Django has begun
from django.utils.translation import gettext_lazy as _  # noqa: E402

from sluis.portal.config.backups.keeping import remove_expired  # noqa: E402
from sluis.portal.jobs.timetable import every  # noqa: E402
from sluis.portal.jobs.working import start  # noqa: E402

every(
    "config.backups",
    hours=6,
    run=lambda actor: remove_expired(settings.INSTALLATION, actor),
    label=_("Removes backups whose term has ended"),
)
worker = start() if settings.INSTALLATION.work_inside else None
