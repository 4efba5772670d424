"""What people fill in about confidentiality agreements."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.documents.fields import UploadField
from sluis.portal.organisations import choices
from sluis.portal.organisations.forms import date_field
from sluis.portal.organisations.models import SecrecyAgreement
from sluis.portal.ui.forms import Form, Groups, ModelForm


class SecrecyForm(ModelForm):
    """An agreement, and its text."""

    groups: ClassVar[Groups] = (
        (_("With whom, about what"), ("counterparty", "about", "kind")),
        (_("When"), ("signed_on", "valid_until", "continues_until")),
        (_("Text"), ("file",)),
    )
    file = UploadField(label=_("Add the signed text"), required=False)

    class Meta:
        model = SecrecyAgreement
        fields = ("counterparty", "about", "kind", "signed_on", "valid_until", "continues_until")
        widgets: ClassVar = {"about": forms.Textarea(attrs={"rows": 4})}

    def data_and_file(self) -> dict[str, Any]:
        """As the services take them."""
        typed = dict(self.cleaned_data)
        return {"file": typed.pop("file"), "data": typed}


class EndSecrecyForm(Form):
    """When it ends, and why."""

    on = date_field(_("Ended as of"), help_text=_("The first day on which it no longer holds."))
    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: choices.options(choices.OF_AN_AGREEMENT))
