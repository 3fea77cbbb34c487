"""What the pages of an import accept, and how they say what is wrong with a file."""

import uuid
from collections.abc import Mapping, Sequence

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rebond.apps.debrief.import_actions import FIELDS, LARGEST_BYTES, Decision, HowToRead, Invited, OpenTable
from rebond.apps.debrief.import_queries import Known

REFUSALS: Mapping[str, Promise] = {
    "none": gettext_lazy("No file came with this. Choose one, then send it."),
    "empty": gettext_lazy("This file is empty. Nothing was added: choose another one."),
    "too_large": gettext_lazy(
        "This file is too large: up to 7 MB can be read. Keep only your applications in it, or cut it in two."
    ),
    "not_text": gettext_lazy(
        "This file is neither a table, nor an invitation, nor an archive. Choose a .csv, .ics or .zip file."
    ),
    "spreadsheet": gettext_lazy(
        "This is a workbook, which Rebond cannot read. Open it where it was made, save it as CSV, and choose that file."
    ),
    "unknown_encoding": gettext_lazy("The letters of this file cannot be read. Save it again as CSV in UTF-8."),
    "open_quote": gettext_lazy(
        "A quotation mark opens on line %(line)s and is never closed. Close it there, then choose the file again."
    ),
    "too_many_rows": gettext_lazy("This table has more than 10,000 rows. Cut it in two."),
    "too_many_columns": gettext_lazy("Line %(line)s has more than 100 columns. Keep those that you need."),
    "field_too_long": gettext_lazy(
        "A cell on line %(line)s is too long: a quotation mark may never be closed there. Mend it, then choose the file"
        " again."
    ),
    "broken_calendar": gettext_lazy(
        "This invitation is damaged or incomplete. Save it again from your mail or your calendar, and choose that file."
    ),
    "no_event": gettext_lazy("This calendar file holds no event. Save the invitation itself, and choose that file."),
    "too_many_events": gettext_lazy(
        "This file holds more than 100 events: it looks like a whole calendar. Save the invitation alone."
    ),
    "broken_archive": gettext_lazy("This archive is damaged. Download it again, then choose it."),
    "large_archive": gettext_lazy(
        "This archive is far larger inside than it should be. Take the file of your applications out, and choose it"
        " alone."
    ),
    "encrypted_archive": gettext_lazy(
        "This archive is locked by a password. Open it on your computer, and choose the file of your applications."
    ),
    "nested_archive": gettext_lazy(
        "This archive holds another one. Open it on your computer, and choose the file that is inside."
    ),
    "no_applications": gettext_lazy(
        "There is no “Job Applications.csv” in this archive. Ask LinkedIn for the whole copy of your data, or choose "
        "another file."
    ),
}
"""Refusal of the engine (and "none") → what the candidate reads."""

PROBLEMS: Mapping[str, Promise] = {
    "no_company": gettext_lazy("no company: the row is left out"),
    "twice": gettext_lazy("the same as a row before: added once"),
    "no_date": gettext_lazy("no date that can be read: added without a date"),
    "unknown_stage": gettext_lazy("a stage that Rebond does not know: kept in the notes"),
    "no_link": gettext_lazy("no web address: kept in the notes"),
    "cut": gettext_lazy("too long: its end is left out"),
}
"""Problem of the engine → what the candidate reads after the line."""

FIELD_NAMES: Mapping[str, Promise] = {
    "company": gettext_lazy("Company"),
    "post": gettext_lazy("Post"),
    "place": gettext_lazy("Place"),
    "applied_on": gettext_lazy("Applied on"),
    "stage": gettext_lazy("Stage"),
    "link": gettext_lazy("Link"),
    "contact": gettext_lazy("Contact"),
    "notes": gettext_lazy("Notes"),
}

LONGEST_COMPANY = 160


class FileForm(forms.Form):
    """One file, whatever it is called."""

    file = forms.FileField(
        allow_empty_file=True,
        error_messages={"required": REFUSALS["none"], "missing": REFUSALS["none"], "invalid": REFUSALS["none"]},
    )

    def clean_file(self) -> object:
        """Too large a file is refused by its size, before anything of it is read."""
        chosen = self.cleaned_data["file"]
        if chosen.size > LARGEST_BYTES:
            raise forms.ValidationError(REFUSALS["too_large"], code="too_large")
        return chosen


class HowToReadForm(forms.Form):
    """What each column holds, whether the first line names them, and how dates are written."""

    header = forms.ChoiceField(
        choices=[("yes", gettext_lazy("It names the columns")), ("no", gettext_lazy("It is an application already"))]
    )
    days = forms.ChoiceField(choices=[("day", gettext_lazy("day first")), ("month", gettext_lazy("month first"))])

    def __init__(self, data: object, opened: OpenTable) -> None:
        guessed = opened.guessed
        initial = {"header": "yes" if guessed.has_header else "no", "days": "day" if guessed.day_first else "month"}
        initial |= {f"c{column}": field for column, field in enumerate(guessed.fields)}
        super().__init__(data, initial=initial)
        self._width = opened.table.width
        choices = [("", gettext_lazy("leave it out")), *((field, FIELD_NAMES[field]) for field in FIELDS)]
        for column in range(self._width):
            self.fields[f"c{column}"] = forms.ChoiceField(required=False, choices=choices)

    def clean(self) -> None:
        """Two columns for one thing would hide one of them."""
        given = [self.cleaned_data.get(f"c{column}", "") for column in range(self._width)]
        for field in FIELDS:
            if given.count(field) > 1:
                named = {"field": FIELD_NAMES[field]}
                raise forms.ValidationError(_("Two columns are given as “%(field)s”. Keep one of them.") % named)

    def how(self) -> HowToRead:
        """How the table is to be read."""
        given = self.cleaned_data
        fields = tuple(given[f"c{column}"] for column in range(self._width))
        return HowToRead(given["header"] == "yes", fields, given["days"] == "day")


class DecisionsForm(forms.Form):
    """What is decided on each invitation of a file. `to-N` is an opportunity's key, "new" or "" (leave it out)."""

    def __init__(self, data: object, invited: Sequence[Invited], known: Sequence[Known]) -> None:
        super().__init__(data)
        self._invited = invited
        self._known = {str(one.key) for one in known}
        for one in invited:
            self.fields[f"to-{one.number}"] = forms.CharField(required=False, max_length=36)
            self.fields[f"company-{one.number}"] = forms.CharField(required=False, max_length=LONGEST_COMPANY)
            self.fields[f"follows-{one.number}"] = forms.BooleanField(required=False)

    def clean(self) -> None:
        """A new opportunity has a company; one that is there is one of this person's."""
        for one in self._invited:
            to = self.cleaned_data.get(f"to-{one.number}", "")
            company = f"company-{one.number}"
            if to == "new" and company not in self.errors and not self.cleaned_data[company]:
                self.add_error(company, _("Write the name of the company, or leave this one out."))
            elif to not in ("", "new") and to not in self._known:
                self.add_error(f"to-{one.number}", _("This choice does not exist. Reload the page and try again."))

    def decisions(self) -> tuple[Decision, ...]:
        """One for each invitation, in order."""
        return tuple(self._decision(one.number) for one in self._invited)

    def _decision(self, number: int) -> Decision:
        to = self.cleaned_data[f"to-{number}"]
        return Decision(
            number=number,
            opportunity=uuid.UUID(to) if to not in ("", "new") else None,
            company=self.cleaned_data[f"company-{number}"].strip() if to == "new" else "",
            follows=self.cleaned_data[f"follows-{number}"],
        )


class DoneForm(forms.Form):
    """What the import did, in the address to which it leads."""

    opportunities = forms.IntegerField(min_value=0)
    interviews = forms.IntegerField(min_value=0)
    known = forms.IntegerField(min_value=0)
    moved = forms.IntegerField(min_value=0)
    removed = forms.IntegerField(min_value=0)
