"""What the cold pages accept. Everything may be skipped."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from rebond.apps.base.numbers import A_POSITION, number_in
from rebond.apps.debrief.models import SCALE
from rebond.apps.moments.cold_actions import ColdState, Said
from rebond.apps.moments.cold_queries import MEASURES, tomorrow_evening
from rebond.apps.moments.models import SecondThought

LONGEST_WORDS = 2000
"""Characters of what is written beside one thought. Our judgement: a page."""
FARTHEST = datetime.timedelta(days=366)
"""How far ahead a cold reading can be asked for. Our judgement: later, it is another story."""
CHOICES = (*SecondThought.Choice.values, "open")


class AskForm(forms.Form):
    """When to read again: tomorrow evening in one touch, or a day and a time of one's own."""

    when = forms.ChoiceField(choices=[("tomorrow", ""), ("chosen", "")])
    at = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"invalid": _("Give a day and a time.")},
    )

    def __init__(self, *args: object, now: datetime.datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, object]:
        if self.cleaned_data.get("when") == "tomorrow":
            return {"at": tomorrow_evening(self.now)}
        at = self.cleaned_data.get("at")
        if at is None:
            raise forms.ValidationError(_("Give a day and a time."))
        if not self.now < at <= self.now + FARTHEST:
            raise forms.ValidationError(_("Choose a time to come, within a year."))
        return {"at": at}


class ColdStateForm(forms.Form):
    """The word and the three sliders once more; a slider counts only where its box says so."""

    leaving = forms.CharField(required=False, max_length=60)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in MEASURES:
            self.fields[name] = forms.IntegerField(required=False, min_value=SCALE[0], max_value=SCALE[-1])
            self.fields[f"{name}_given"] = forms.BooleanField(required=False)

    def state(self) -> ColdState:
        """What was answered, None for what was not."""
        given = self.cleaned_data
        slid = {name: given[name] if given[f"{name}_given"] else None for name in MEASURES}
        return ColdState(leaving=given["leaving"].strip(), **slid)


class _Positions(forms.TypedMultipleChoiceField):
    """Numbers of passages; whether they exist is for the action to say."""

    def __init__(self) -> None:
        super().__init__(required=False, coerce=int)

    def valid_value(self, value: object) -> bool:
        return number_in(str(value), digits=A_POSITION) is not None


class SecondThoughtForm(forms.Form):
    """What one makes of a thought: passages ticked, own words, a fairer sentence, a choice."""

    supporting = _Positions()
    opposing = _Positions()
    supports = forms.CharField(required=False, max_length=LONGEST_WORDS)
    opposes = forms.CharField(required=False, max_length=LONGEST_WORDS)
    fairer = forms.CharField(required=False, max_length=LONGEST_WORDS)
    choice = forms.ChoiceField(required=False, choices=[("", ""), *((choice, "") for choice in CHOICES)])

    def said(self) -> Said:
        """What was said, line ends as typed."""
        given = self.cleaned_data
        words = {name: given[name].replace("\r\n", "\n") for name in ("supports", "opposes", "fairer")}
        return Said(supporting=given["supporting"], opposing=given["opposing"], choice=given["choice"], **words)
