"""What was chosen for the calendar: which entries, on which days, at what time."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rebond.apps.plan.calendar_queries import Plannable

EVENING = datetime.time(18, 0)
"""The time that is proposed: after the day's work. Our judgement."""


class CalendarForm(forms.Form):
    """The entries of the plan by their keys; a day is asked of each chosen one, "day-" before its key."""

    at = forms.TimeField(
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={
            "required": _("Say at what time, as 18:00."),
            "invalid": _("This time was not understood. Write it as 18:00."),
        },
    )

    def __init__(self, data: Any, *, plannable: Sequence[Plannable]) -> None:
        super().__init__(data)
        keys = [(entry.key, entry.key) for entry in plannable]
        self.fields["chosen"] = forms.MultipleChoiceField(
            choices=keys,
            error_messages={
                "required": _("Choose at least one line first."),
                "invalid_choice": _("Your plan has changed. Reload the page and choose again."),
            },
        )
        for key, _key in keys:
            self.fields[f"day-{key}"] = forms.DateField(
                required=False,
                input_formats=["%Y-%m-%d", "%d/%m/%Y"],
                error_messages={"invalid": _("A date was not understood. Write it as 2026-03-31 or 31/03/2026.")},
            )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if any(said.get(f"day-{key}") is None and f"day-{key}" not in self.errors for key in said.get("chosen", ())):
            raise forms.ValidationError(_("A line that you chose has no date. Give it one, or leave the line out."))
        return said

    @property
    def days(self) -> dict[str, datetime.date]:
        """The day of each chosen entry by its key."""
        return {key: self.cleaned_data[f"day-{key}"] for key in self.cleaned_data["chosen"]}
