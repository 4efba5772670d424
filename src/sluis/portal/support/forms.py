"""Forms."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluis.portal.access.recognising import day_of
from sluis.portal.support.agreed import most_records
from sluis.portal.support.cells import KINDS
from sluis.portal.support.consenting import LONGEST
from sluis.portal.support.models import LONGEST_NAME, MOST_BYTES, MOST_NAMES, Way
from sluis.portal.ui.forms import Form

_NO_PERSONS = _("No personal data: name rows by their number and fields by their name.")


def _text(label: Any, most: int = 1000) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=_NO_PERSONS, widget=forms.Textarea(attrs={"rows": 4})
    )


class Names(forms.CharField):
    """Names, separated by commas or lines."""

    def clean(self, value: Any) -> list[str]:
        """As a list, each once."""
        text = super().clean(value)
        found = [each.strip() for each in re.split(r"[,;\n]", text) if each.strip()]
        if len(found) > MOST_NAMES or any(len(each) > LONGEST_NAME for each in found):
            raise forms.ValidationError(_("This is no list of names."), code="names")
        return list(dict.fromkeys(found))


class AskForm(Form):
    """What one needs help with.

    Args:
        agreements: to choose from; none when it is about a delivery, which has one.
    """

    agreement: Any = forms.ModelChoiceField(queryset=None, label=_("Agreement"))
    way = forms.ChoiceField(
        label=_("How would you like to be helped?"), choices=Way.choices, widget=forms.RadioSelect,
        help_text=_("Nothing is sent by this. The service desk first says what it wants to see, and you decide."),
    )  # fmt: skip
    question = _text(_("What goes wrong"), 2000)

    def __init__(self, *args: Any, agreements: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agreements is None:
            del self.fields["agreement"]
        else:
            self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined] # a choice of records


class AssignForm(Form):
    """Who handles it.

    Args:
        people: of the service desk.
    """

    person: Any = forms.ModelChoiceField(queryset=None, label=_("Handled by"))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined] # a choice of records


class OfferForm(Form):
    """What one wants to see, and why."""

    way = forms.ChoiceField(label=_("How"), choices=Way.choices, widget=forms.RadioSelect)
    what = _text(_("What we want to see"))
    why = _text(_("Why that is needed"))
    codes_of_report = Names(label=_("Codes of the report"), required=False, help_text=_("Separate them by commas."))
    fields_asked = Names(
        label=_("Fields"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a selection: the names of the columns, separated by commas. Others are not taken in."),
    )  # fmt: skip
    records = forms.IntegerField(label=_("Records, at most"), required=False, min_value=0, max_value=1000)
    groups = ((_("For a selection"), ("codes_of_report", "fields_asked", "records")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["records"].help_text = str(_("For a selection: at most %(most)d.")) % {"most": most_records()}

    def clean(self) -> dict[str, Any]:
        """A selection has fields and a number."""
        typed = super().clean() or self.cleaned_data
        if typed.get("way") == Way.SELECTION:
            for name in ("fields_asked", "records"):
                if name in typed and not typed[name]:
                    self.add_error(name, forms.ValidationError(_("A selection needs this."), code="required"))
        typed["records"] = typed.get("records") or 0
        return typed


class ConsentForm(Form):
    """Until when, and a mark that cannot be made by accident.

    Args:
        at: now.
    """

    until_on = forms.DateField(label=_("Consent until and including"), help_text=_("You can withdraw it before."))
    agreed = forms.BooleanField(label=_("Yes, the service desk may see exactly what stands above"))
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = day_of(at)

    def clean_until_on(self) -> Any:
        """Not in the past, and not for long."""
        chosen = self.cleaned_data["until_on"]
        if not self._today <= chosen <= self._today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today on, at most sixty days ahead."), code="until")
        return chosen


class HandOverForm(Form):
    """The file."""

    file = forms.FileField(
        label=_("Selection"), widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{one}" for one in KINDS)}),
        help_text=_("CSV, TXT or XLSX with one sheet, at most 1 MB. Only its cells are kept, not the file or its name."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Refused before it is read when it is too big."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB."), code="size")
        return file


class SessionForm(Form):
    """How long one looked together."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=480)


class CloseForm(Form):
    """What came of it, and what happens with the data.

    Args:
        holds_data: whether there is a selection.
    """

    result = _text(_("What came of it"), 2000)
    keep = forms.ChoiceField(
        label=_("What was handed over"), widget=forms.RadioSelect, initial="no",
        choices=(("no", _("Delete it now (preferred)")), ("yes", _("Keep it until the term for deleting has passed"))),
    )  # fmt: skip

    def __init__(self, *args: Any, holds_data: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not holds_data:
            del self.fields["keep"]
