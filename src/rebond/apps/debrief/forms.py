"""What the hot pages accept."""

import uuid

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rebond.apps.debrief.actions import State
from rebond.apps.debrief.models import SCALE
from rebond.taxonomy.labels import OUTCOMES

LONGEST_TEXT = 200_000
"""Characters: some thirty-five thousand words, four hours of speech. The engine reads as much: a test says so."""


class _UntouchedText(forms.CharField):
    """The text as typed: no stripping, line ends as the browser sends them brought back to what was typed."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: object) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class _PageKey(forms.UUIDField):
    """The key that the page gave; another one where it gave none that can be used: no text is refused for it."""

    def to_python(self, value: object) -> uuid.UUID:
        try:
            return super().to_python(value) or uuid.uuid4()
        except forms.ValidationError:
            return uuid.uuid4()


class _InterviewKey(forms.UUIDField):
    """The interview that is told; None where it cannot be made out: no text is refused for it."""

    def to_python(self, value: object) -> uuid.UUID | None:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            return None


class AccountForm(forms.Form):
    """The text of the evening, the key that the page gave it, and the interview that it tells where one was chosen."""

    key = _PageKey(required=False)
    interview = _InterviewKey(required=False)
    text = _UntouchedText(
        max_length=LONGEST_TEXT,
        error_messages={
            "required": _("There is no text yet. Write a few words, even in disorder, then keep them."),
            "max_length": _(
                "This text is longer than 200,000 characters. Keep it in two parts: nothing of it has been lost here."
            ),
        },
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text


class DraftForm(forms.Form):
    """Autosaved text; empty once the candidate has erased it all."""

    key = forms.UUIDField()
    text = _UntouchedText(required=False, max_length=LONGEST_TEXT)


class StateForm(forms.Form):
    """How one leaves. Everything may be skipped: a slider counts only where its box says so."""

    leaving = forms.CharField(required=False, max_length=60)
    outcome = forms.ChoiceField(required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "fr"
        self.fields["outcome"].choices = [
            ("", ""),
            *((outcome.key, outcome.name.spoken(language)) for outcome in OUTCOMES.values()),
        ]
        for name in ("stress", "control", "mood"):
            self.fields[name] = forms.IntegerField(required=False, min_value=SCALE[0], max_value=SCALE[-1])
            self.fields[f"{name}_given"] = forms.BooleanField(required=False)

    def state(self) -> State:
        """What was answered, None for what was not."""
        given = self.cleaned_data
        slid = {name: given[name] if given[f"{name}_given"] else None for name in ("stress", "control", "mood")}
        return State(leaving=given["leaving"].strip(), outcome=given["outcome"], **slid)
