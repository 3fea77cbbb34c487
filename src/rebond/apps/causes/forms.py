"""What a verdict and an answer may say."""

from django import forms

from rebond.apps.causes.models import Prepared, Verdict
from rebond.apps.causes.queries import UNKNOWN
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.preparation import PREPARATION
from rebond.taxonomy.questions import QUESTIONS, UNSURE


class VerdictForm(forms.Form):
    """One cause, or the whole evening, and what the candidate says of it; an empty choice takes it back."""

    key = forms.ChoiceField(choices=[(key, key) for key in (*CAUSES, UNKNOWN)])
    choice = forms.ChoiceField(choices=[("", ""), *Verdict.Choice.choices], required=False)

    def clean(self) -> dict[str, str]:
        said = self.cleaned_data
        if said.get("key") == UNKNOWN and said.get("choice") not in ("", Verdict.Choice.UNKNOWN):
            raise forms.ValidationError("of the whole evening one can only say that one does not know")
        return said


class AnswerForm(forms.Form):
    """One question and its answer; an empty answer takes it back."""

    key = forms.ChoiceField(choices=[(key, key) for key in QUESTIONS])
    answer = forms.CharField(required=False)

    def clean(self) -> dict[str, str]:
        said = self.cleaned_data
        question = QUESTIONS.get(said.get("key", ""))
        if question and said.get("answer") not in ("", UNSURE, *question.answers):
            raise forms.ValidationError("no such answer to this question")
        return said


class PreparedForm(forms.Form):
    """One line of the preparation sheet and what became of it; an empty choice takes it back."""

    key = forms.ChoiceField(choices=[(key, key) for key in PREPARATION])
    choice = forms.ChoiceField(choices=[("", ""), *Prepared.Choice.choices], required=False)
