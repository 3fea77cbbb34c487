"""What may be noted beside an account. What is refused comes back as it was typed."""

import datetime
from collections.abc import Iterable

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rebond.apps.debrief.evening_actions import Told
from rebond.apps.debrief.evening_queries import ANSWERS, EXPECTABLE
from rebond.apps.debrief.models import SCALE, Opportunity
from rebond.apps.debrief.tracker_forms import FIRST_DAY, LAST_DAY
from rebond.taxonomy.labels import OUTCOMES
from rebond.taxonomy.tracker import TOPICS

LONGEST_WORDS = 20_000
"""Characters of one field: some thirty minutes of speech, told of a single question. Our judgement."""
LONGEST_SEARCH = 100
"""Characters of a search."""


class _Words(forms.CharField):
    """Words beside the account: line ends as they were typed; blanks alone are nothing."""

    def __init__(self) -> None:
        too_long = _("This is longer than 20,000 characters. Shorten it a little: nothing of it has been lost here.")
        super().__init__(required=False, max_length=LONGEST_WORDS, error_messages={"max_length": too_long})

    def to_python(self, value: object) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class _Day(forms.DateField):
    """A date of our time, or none."""

    def __init__(self) -> None:
        invalid = _("This date was not understood. Write it as 2026-03-31 or 31/03/2026.")
        super().__init__(required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"], error_messages={"invalid": invalid})

    def prepare_value(self, value: object) -> object:
        return value.isoformat() if isinstance(value, datetime.date) else value

    def to_python(self, value: object) -> datetime.date | None:
        day = super().to_python(value)
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Look at the year of this date again."))
        return day


class ExchangeForm(forms.Form):
    """One question of the interview. The slider counts only where its box says so."""

    asked, said, reaction = _Words(), _Words(), _Words()
    sureness = forms.IntegerField(required=False, min_value=SCALE[0], max_value=SCALE[-1])
    sureness_given = forms.BooleanField(required=False)

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data[name] for name in ("asked", "said", "reaction")):
            raise forms.ValidationError(_("Write a few words of this question first, whichever you like."))

    def told(self) -> Told:
        given = self.cleaned_data
        sureness = given["sureness"] if given["sureness_given"] else None
        return Told(given["asked"], given["said"], given["reaction"], sureness)

    def shown_sureness(self) -> str | int | None:
        """Where the slider stands on the page, None while it does not count."""
        return self["sureness"].value() if self["sureness_given"].value() else None


class LearntForm(forms.Form):
    """What was learnt of the company and the post, topic by topic."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for topic in TOPICS:
            self.fields[topic] = _Words()


class ExpectationForm(forms.Form):
    """The answer that one expects, or none."""

    expected = forms.ChoiceField(required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expected"].choices = [("", ""), *_named(EXPECTABLE)]


class AnswerForm(forms.Form):
    """The answer as it is known, and the day on which it came."""

    outcome = forms.ChoiceField(required=False)
    answered_on = _Day()

    def __init__(self, *args: object, today: datetime.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["outcome"].choices = [("", ""), *_named(OUTCOMES)]

    def clean(self) -> None:
        given = self.cleaned_data
        if not self.errors and given["answered_on"] and given["outcome"] not in ANSWERS:
            raise forms.ValidationError(_("A date goes with an answer: choose which, or leave the date empty."))

    def clean_answered_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["answered_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day is still to come. Give the one on which the answer came, or none."))
        return day


class InterviewForm(forms.Form):
    """An interview in one line: with whom, for what, when."""

    company = forms.CharField(
        max_length=Opportunity._meta.get_field("company").max_length,
        error_messages={
            "required": _("Write the name of the company, or what you call it."),
            "max_length": _("Shorten the name of the company: 160 characters at most."),
        },
    )
    post = forms.CharField(
        required=False,
        max_length=Opportunity._meta.get_field("post").max_length,
        error_messages={"max_length": _("Shorten the name of the post: 200 characters at most.")},
    )
    held_on = _Day()


class MoveForm(forms.Form):
    """Which way a question goes."""

    up = forms.TypedChoiceField(choices=(("up", "up"), ("down", "down")), coerce=lambda way: way == "up")


class SearchForm(forms.Form):
    """Words of a company, a post or a place."""

    words = forms.CharField(required=False, max_length=LONGEST_SEARCH)


class AttachForm(forms.Form):
    """One of the person's interviews, or none: the account stands alone."""

    interview = forms.UUIDField(required=False)


def _named(keys: Iterable[str]) -> list[tuple[str, str]]:
    language = get_language() or "fr"
    return [(key, OUTCOMES[key].name.spoken(language)) for key in keys]
