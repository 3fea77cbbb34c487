"""What the pages of the voice accept."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from rebond.apps.base.numbers import number_in
from rebond.apps.debrief.forms import LONGEST_TEXT
from rebond.apps.debrief.voice_actions import MOST_PIECES, MOST_TAKES
from rebond.taxonomy.words import LANGUAGES

SOUND_TYPE = re.compile(r"(?:audio|video)/[a-z0-9.+-]{1,40}")
LONGEST_PASSAGE = 10_000
"""Characters: some passages last half a minute, and a candidate may add to them."""
LONGEST_KEY = 18
"""Digits: as many as a key of the database has at most."""


class PlaceForm(forms.Form):
    """Which recording a piece is of, and where in it: what the address says."""

    language = forms.ChoiceField(choices=[(language, language) for language in LANGUAGES])
    interview = forms.UUIDField(required=False)


def sound_type(said: str) -> str:
    """The media type of a sound or a film as a browser names it, else one that says nothing; parameters are let go."""
    name = said.split(";")[0].strip().lower()
    return name if SOUND_TYPE.fullmatch(name) else "application/octet-stream"


class _Counts(forms.Field):
    """Several whole numbers under one name."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: object) -> list[int]:
        counts = value if isinstance(value, list) else []
        if not 0 < len(counts) <= MOST_TAKES:
            raise forms.ValidationError("takes")
        return [self._count(count) for count in counts]

    def _count(self, said: str) -> int:
        count = number_in(said, digits=len(str(MOST_PIECES)) + 1)
        if count is None or count > MOST_PIECES:
            raise forms.ValidationError("pieces")
        return count


class FinishForm(forms.Form):
    """How many pieces each take has, in their order."""

    pieces = _Counts()


class FileForm(forms.Form):
    """A sound file chosen, where no script sends it in pieces."""

    sound = forms.FileField(
        error_messages={
            "required": _("No file was chosen. Choose one, then send it."),
            "empty": _("This file is empty. Choose another one."),
        }
    )
    language = forms.ChoiceField(choices=[(language, language) for language in LANGUAGES])
    interview = forms.UUIDField(required=False)


class PassagesForm(forms.Form):
    """The passages as corrected, each under `passage-KEY`, what was typed by hand, and whether the sound stays."""

    typed = forms.CharField(required=False, strip=False, max_length=LONGEST_TEXT)
    keep_sound = forms.BooleanField(required=False)

    def clean_typed(self) -> str | None:
        """None where the page had no such field: what was typed before then stays."""
        return self.cleaned_data["typed"].replace("\r\n", "\n") if "typed" in self.data else None

    def words(self) -> dict[int, str]:
        """The text of each passage by its key; what is no passage is passed over."""
        given: dict[int, str] = {}
        for name, value in self.data.items():
            key = name.removeprefix("passage-")
            number = number_in(key, digits=LONGEST_KEY) if key != name else None
            if number is not None:
                given[number] = str(value).replace("\r\n", "\n")[:LONGEST_PASSAGE]
        return given
