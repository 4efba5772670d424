"""The field with which a file is taken in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sluis.portal.documents.checking import MEGABYTES, check
from sluis.portal.documents.types import TYPES
from sluis.portal.ui.refusing import worded
from sluis.refusals import Refused

HELP = _("At most %(megabytes)d MB: %(types)s.")


class UploadField(forms.FileField):
    """A file of a kind that is taken, of limited size, checked by its content; with a harmless name."""

    def __init__(self, **options: Any) -> None:
        accept = ",".join(f".{one}" for one in TYPES)
        options.setdefault("widget", forms.ClearableFileInput(attrs={"accept": accept}))
        options.setdefault("label", _("File"))
        if "help_text" not in options:
            options["help_text"] = _lazy_help()
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """The file as it came, under its harmless name."""
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        try:
            file.name = check(file).name
        except Refused as refusal:
            words = worded(refusal)
            raise forms.ValidationError(f"{words['sentence']} {words['advice']}", code=words["code"]) from None
        file.seek(0)
        return file


def _lazy_help() -> Any:
    from django.utils.functional import lazy

    return lazy(lambda: str(HELP) % {"megabytes": MEGABYTES, "types": ", ".join(TYPES)}, str)()
