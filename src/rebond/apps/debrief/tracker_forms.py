"""What the pages of the tracker accept."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rebond.apps.debrief.models import Interview, Opportunity
from rebond.apps.debrief.tracker_actions import Details, Meeting
from rebond.apps.debrief.tracker_queries import MONTH_LENGTH
from rebond.taxonomy.labels import OUTCOMES
from rebond.taxonomy.tracker import INTERVIEW_KINDS, OPPORTUNITY_STAGES, SETTINGS

FIRST_DAY, LAST_DAY = datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)
"""Between which days an interview can lie. Our judgement: a typing slip falls outside."""
LONGEST_NOTES = 10_000
"""Characters of the notes of an opportunity, and of the people met."""
LAST_PAGE = 100_000
NOT_A_DATE = _("This date is not one that can be noted. Choose it in the field, or write it as 2026-03-16.")
NOT_A_TIME = _("This time is not one that can be noted. Choose it in the field, or write it as 09:30.")


def _choices(table: Mapping[str, Any], *, empty: str | None = "–") -> list[tuple[str, str]]:
    named = [(key, entry.name.spoken(get_language() or "fr")) for key, entry in table.items()]
    return named if empty is None else [("", empty), *named]


class _Day(forms.DateField):
    """A day as the browser's field sends it."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_validators = (
        MinValueValidator(FIRST_DAY, message=NOT_A_DATE),
        MaxValueValidator(LAST_DAY, message=NOT_A_DATE),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], error_messages={"invalid": NOT_A_DATE}, **kwargs)


class _TimeOfDay(forms.TimeField):
    """A time as the browser's field sends it."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H:%M:%S"], error_messages={"invalid": NOT_A_TIME}, **kwargs)


class _Lines(forms.CharField):
    """Some lines of text."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class OpportunityForm(forms.Form):
    """What is known of an opportunity; only the company has to be."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    company = forms.CharField(
        label=_("Company"),
        max_length=160,
        error_messages={"required": _("Which company is it? Its name, or any words by which you will know it again.")},
    )
    post = forms.CharField(label=_("Post"), max_length=200, required=False)
    stage = forms.ChoiceField(label=_("Where it stands"))
    applied_on = _Day(label=_("Applied on"), required=False)
    place = forms.CharField(label=_("Place of work"), max_length=160, required=False)
    link = forms.URLField(
        label=_("Link to the ad"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("This is not an address of the web. It looks like https://example.org/job.")},
    )
    contact = forms.CharField(label=_("Who to write to, or to call"), max_length=200, required=False)
    notes = _Lines(label=_("Notes"), max_length=LONGEST_NOTES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = _choices(OPPORTUNITY_STAGES, empty=None)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @classmethod
    def of(cls, opportunity: Opportunity) -> "OpportunityForm":
        """The form with what is known of this opportunity."""
        return cls(initial={name: getattr(opportunity, name) for name in Details.__dataclass_fields__})

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link:
            URLValidator(schemes=["http", "https"], message=self.fields["link"].error_messages["invalid"])(link)
        return link

    def details(self) -> Details:
        """What was given."""
        return Details(**{name: self.cleaned_data[name] for name in Details.__dataclass_fields__})


class InterviewForm(forms.Form):
    """What is known of an interview; everything may be skipped. Times are those of this machine's time zone."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind of interview"), required=False)
    day = _Day(label=_("Day"), required=False)
    at = _TimeOfDay(label=_("Starts at"), required=False)
    until = _TimeOfDay(label=_("Ends at"), required=False)
    setting = forms.ChoiceField(label=_("How you meet"), required=False)
    place = forms.CharField(label=_("Address or link"), max_length=300, required=False)
    people = _Lines(label=_("People met, or to meet"), max_length=LONGEST_NOTES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _choices(INTERVIEW_KINDS)
        self.fields["setting"].choices = _choices(SETTINGS)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @classmethod
    def of(cls, interview: Interview) -> "InterviewForm":
        """The form with what is known of this interview."""
        known = {name: getattr(interview, name) for name in ("kind", "setting", "place", "people")}
        for name, time in (("at", interview.starts_at), ("until", interview.ends_at)):
            known[name] = timezone.localtime(time).time() if time else None
        known["day"] = timezone.localtime(interview.starts_at).date() if interview.starts_at else None
        return cls(initial=known)

    def clean(self) -> None:
        if self.errors:
            return
        day, at, until = (self.cleaned_data[name] for name in ("day", "at", "until"))
        if day and not at:
            self.add_error("at", _("At what time does it start? A rough one will do, you can change it later."))
        elif (at or until) and not day:
            self.add_error("day", _("On which day is it?"))
        elif at and until and until < at:
            self.add_error("until", _("It ends before it starts. Change one of the two times."))

    def meeting(self) -> Meeting:
        """What was given."""
        given = self.cleaned_data
        times = {
            name: timezone.make_aware(datetime.datetime.combine(given["day"], given[field])) if given[field] else None
            for name, field in (("starts_at", "at"), ("ends_at", "until"))
        }
        return Meeting(**times, **{name: given[name] for name in ("kind", "setting", "place", "people")})


class AnswerForm(forms.Form):
    """The answer, when it came, and where the opportunity stands now."""

    outcome = forms.ChoiceField(label=_("The answer"), required=False)
    answered_on = _Day(label=_("When it came"), required=False)
    stage = forms.ChoiceField(label=_("Where the application stands now"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = _choices(OUTCOMES)
        self.fields["stage"].choices = _choices(OPPORTUNITY_STAGES, empty=None)

    @classmethod
    def of(cls, interview: Interview) -> "AnswerForm":
        """The form with what is known of this interview."""
        known = {"outcome": interview.outcome, "answered_on": interview.answered_on}
        return cls(initial=known | {"stage": interview.opportunity.stage})


class StageForm(forms.Form):
    """Where the opportunity stands now."""

    stage = forms.ChoiceField(choices=[(key, key) for key in OPPORTUNITY_STAGES])


class FilterForm(forms.Form):
    """Which opportunities to show."""

    words = forms.CharField(label=_("Words in the company or the post"), max_length=80, required=False)
    stage = forms.ChoiceField(label=_("Where it stands"), required=False)
    page = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = _choices(OPPORTUNITY_STAGES, empty=_("all stages"))

    def asked(self) -> dict[str, Any]:
        """What was asked for; what cannot be asked for counts as not asked."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "words": given.get("words", ""),
            "stage": given.get("stage", ""),
            "number": given.get("page") or 1,
        }


class MonthForm(forms.Form):
    """A month, as 2026-03."""

    month = forms.DateField(input_formats=["%Y-%m"], validators=_Day.default_validators)


class ChosenForm(forms.Form):
    """Boxes ticked in the calendar."""

    def keys(self) -> list[uuid.UUID]:
        """The interviews chosen; what is no key is left aside."""
        found = []
        for value in self.data.getlist("interview")[:MONTH_LENGTH]:
            try:
                found.append(uuid.UUID(value))
            except ValueError:
                continue
        return found


class AttachForm(forms.Form):
    """The account to attach to an interview, or to let stand alone."""

    account = forms.UUIDField()
