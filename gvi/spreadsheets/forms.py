"""The form for uploading a list."""

from django import forms
from django.utils.translation import gettext_lazy

from gvi.pages.forms import ActForm


class UploadForm(ActForm):
    """The file with the list."""

    file = forms.FileField(
        label=gettext_lazy("The list, as Excel (.xlsx) or CSV"),
        help_text=gettext_lazy("At most 2 MB and 5,000 rows. The file is read and not kept."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
