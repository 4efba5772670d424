"""What every page knows about who looks at it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def actor(request: HttpRequest) -> dict[str, Any]:
    """The actor and the installation's environment."""
    return {"actor": getattr(request, "actor", None), "environment": settings.ENVIRONMENT_NAME}
