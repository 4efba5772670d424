"""What tasks show on pages of other apps."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def of_account(request: HttpRequest, _subject: object) -> SafeString:
    """The way to one's own calendar feed."""
    return render_to_string("tasks/_account.html", {}, request)
