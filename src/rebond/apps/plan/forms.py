"""What the plan accepts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rebond.apps.plan.models import Check


class DueForm(forms.Form):
    """A date, or none."""

    due = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": _("This date was not understood. Write it as 2026-03-31 or 31/03/2026.")},
    )


class StepForm(forms.Form):
    """A step in one's own words."""

    words = forms.CharField(
        max_length=300,
        error_messages={
            "required": _("Write the step first, in a few words."),
            "max_length": _("Shorten this step: 300 characters at most."),
        },
    )


class TickForm(forms.Form):
    """A step done, or not."""

    done = forms.BooleanField(required=False)


class CheckForm(forms.Form):
    """A priority, and whether it came back; an empty choice takes the answer back."""

    priority = forms.IntegerField(min_value=1)
    choice = forms.ChoiceField(choices=[("", ""), *Check.Choice.choices], required=False)
