"""What the card accepts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rebond.apps.plan.models import CardLine
from rebond.taxonomy.preparation import PREPARATION

WORDS_ERRORS = {
    "required": _("Write the line first, in a few words."),
    "max_length": _("Shorten this line: 400 characters at most."),
}


class SourceForm(forms.Form):
    """Which line."""

    source = forms.CharField(max_length=40)


class WordsForm(forms.Form):
    """A line in one's own words, for this card or for every card."""

    words = forms.CharField(max_length=400, error_messages=WORDS_ERRORS)
    everywhere = forms.BooleanField(required=False)


class AddForm(WordsForm):
    """A new line, in a section."""

    section = forms.ChoiceField(choices=CardLine.Section.choices)


class ChangeForm(WordsForm, SourceForm):
    """A line that is there, in other words."""


class ReadyForm(forms.Form):
    """A line of the preparation sheet, ready or not."""

    key = forms.ChoiceField(choices=[(key, key) for key in PREPARATION])
    ready = forms.BooleanField(required=False)
