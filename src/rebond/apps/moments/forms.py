"""What a correction may say."""

from django import forms

from rebond.apps.moments.actions import SINGLE_CHOICE
from rebond.apps.moments.models import Correction
from rebond.taxonomy.labels import AGENCIES, DISTORTIONS, INCIDENTS, NATURES, PHASES

KEYS = {
    Correction.Aspect.NATURE: NATURES,
    Correction.Aspect.INCIDENT: INCIDENTS,
    Correction.Aspect.DISTORTION: DISTORTIONS,
    Correction.Aspect.PHASE: {"": None, **PHASES},
    Correction.Aspect.AGENCY: AGENCIES,
}


class CorrectionForm(forms.Form):
    """One label of one moment as a single choice, "aspect:key:yes" or "aspect:key:no": one button says it all."""

    choice = forms.CharField(max_length=100)

    def clean_choice(self) -> dict[str, object]:
        aspect, _, rest = self.cleaned_data["choice"].partition(":")
        key, _, answer = rest.partition(":")
        answers = ("yes",) if aspect in SINGLE_CHOICE else ("yes", "no")
        if aspect not in KEYS or key not in KEYS[aspect] or answer not in answers:
            raise forms.ValidationError("unknown label")
        return {"aspect": aspect, "key": key, "holds": answer == "yes"}


class RestForm(forms.Form):
    """Whether the candidate agrees with what they left as it was read."""

    agrees = forms.TypedChoiceField(choices=(("yes", "yes"), ("no", "no")), coerce=lambda answer: answer == "yes")


class NowhereForm(forms.Form):
    """An incident that lies nowhere in the account."""

    seek = forms.ChoiceField(choices=[(key, key) for key in INCIDENTS])


class UseForm(forms.Form):
    """Whether corrections move the readings that follow."""

    used = forms.TypedChoiceField(choices=(("yes", "yes"), ("no", "no")), coerce=lambda answer: answer == "yes")
