"""Who may see and start jobs: the operator."""

from django.utils.translation import gettext_lazy as _

from sluis.portal.access.rights import declare
from sluis.portal.access.roles import Role

SEE = declare(
    "jobs.see", _("See the jobs that run by the clock"), operator=(Role.ADMINISTRATOR, Role.SERVICE_DESK, Role.AUDITOR)
)
RUN = declare("jobs.run", _("Let a job run now"), operator=(Role.ADMINISTRATOR, Role.SERVICE_DESK))
