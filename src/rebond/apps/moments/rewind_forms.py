"""What the line of an interview accepts."""

from django import forms

from rebond.apps.base.numbers import A_POSITION, number_in
from rebond.apps.debrief.models import SCALE
from rebond.taxonomy.labels import PHASES

HIGHEST_POSITION = 10**6


def _a_phase() -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(key, key) for key in PHASES])


class PhaseForm(forms.Form):
    """One phase."""

    phase = _a_phase()


class SureForm(PhaseForm):
    """How sure one was during a phase; nothing takes back what was said."""

    value = forms.IntegerField(required=False, min_value=SCALE[0], max_value=SCALE[-1])


class AddedForm(PhaseForm):
    """A phase that the account does not tell, and how sure one was."""

    value = forms.IntegerField(min_value=SCALE[0], max_value=SCALE[-1])


class TurningForm(forms.Form):
    """Where it turned, as a single choice: "salary:4" a passage, "salary:" the phase alone, ":4" a passage of none."""

    place = forms.CharField(required=False, max_length=40)

    def clean_place(self) -> dict[str, object]:
        phase, _, position = self.cleaned_data["place"].partition(":")
        if (phase and phase not in PHASES) or (position and not _is_position(position)):
            raise forms.ValidationError("unknown place")
        return {"phase": phase, "moment": int(position) if position else None}


def _is_position(text: str) -> bool:
    return text.isascii() and number_in(text, digits=A_POSITION) is not None


class StrongestForm(forms.Form):
    """The strongest moment; nothing takes back what was said."""

    moment = forms.IntegerField(required=False, min_value=0, max_value=HIGHEST_POSITION)
