"""Forms about oneself."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.models import Person
from sluis.portal.access.secrecy import VERSION
from sluis.portal.ui.forms import Form, ModelForm


class Signing(Form):
    """To sign the statement that is shown; its version goes along, so that nobody signs what was not read."""

    version = forms.CharField(widget=forms.HiddenInput, initial=VERSION, max_length=12)
    agreed = forms.BooleanField(
        label=_("I have read this statement and will keep to it."),
        error_messages={"required": _("Tick the box to sign, or sign out.")},
    )


class OwnData(ModelForm):
    """What one changes about oneself."""

    autocomplete: ClassVar[dict[str, str]] = {"name": "name", "phone": "tel", "position": "organization-title"}

    class Meta:
        """Of the person."""

        model = Person
        fields = ("name", "position", "phone", "language")
