"""Pages of the tracker: what the candidate goes for, and the interviews that came of it."""

import calendar as weeks
import datetime
import uuid
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.fragments import is_partial, render_page_or_part
from rebond.apps.debrief import tracker_actions as actions
from rebond.apps.debrief import tracker_queries as queries
from rebond.apps.debrief.models import Interview, Opportunity
from rebond.apps.debrief.queries import account_of
from rebond.apps.debrief.tracker_forms import (
    FIRST_DAY,
    LAST_DAY,
    AnswerForm,
    AttachForm,
    ChosenForm,
    FilterForm,
    InterviewForm,
    MonthForm,
    OpportunityForm,
    StageForm,
)
from rebond.taxonomy.tracker import INTERVIEW_KINDS, OPPORTUNITY_STAGES, SETTINGS


def _name(table: Mapping[str, Any], key: str) -> str:
    """The name of a key in the reader's language; a retired key shows as it is stored."""
    return table[key].name.spoken(get_language() or "fr") if key in table else key


def _row(opportunity: Opportunity) -> dict[str, Any]:
    return {"opportunity": opportunity, "stage": _name(OPPORTUNITY_STAGES, opportunity.stage)}


def _told(interview: Interview) -> dict[str, Any]:
    return {
        "interview": interview,
        "kind": _name(INTERVIEW_KINDS, interview.kind),
        "setting": _name(SETTINGS, interview.setting),
    }


def _page_number(request: HttpRequest) -> int:
    return int(FilterForm({"page": request.GET.get("page", "")}).asked()["number"])


# ----------------------------------------------------------------------------------------------- The list and the board


@require_GET
def tracker(request: HttpRequest) -> HttpResponse:
    """The list, changed last first."""
    form = FilterForm(request.GET)
    asked = form.asked()
    page = queries.opportunities_page(request.user, **asked, now=now())
    rows = [_row(opportunity) for opportunity in page.rows]
    query = urlencode({name: asked[name] for name in ("words", "stage") if asked[name]})
    context = {
        "rows": rows,
        "page": page,
        "form": form,
        "asked": asked,
        "query": query and f"{query}&",
        "way": "tracker",
    }
    return render(request, "debrief/tracker.html", context)


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    return _board(request)


def _board(request: HttpRequest, announce: str = "") -> HttpResponse:
    columns = [
        {"column": column, "stage": OPPORTUNITY_STAGES[column.stage]}
        for column in queries.board_of(request.user, now=now())
    ]
    context = {"columns": columns, "way": "board"}
    return render_page_or_part(request, "debrief/tracker_board.html", context, part="part", announce=announce)


@require_POST
def move_opportunity(request: HttpRequest, opportunity_id: uuid.UUID) -> HttpResponse:
    opportunity = queries.opportunity_of(request.user, opportunity_id)
    form = StageForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("This choice does not exist. Reload the page and try again."), status=422)
    stage = form.cleaned_data["stage"]
    actions.move_opportunity(opportunity=opportunity, stage=stage, by=request.user, now=now())
    if is_partial(request):
        return _board(request, _("Moved: %(stage)s.") % {"stage": _name(OPPORTUNITY_STAGES, stage)})
    return redirect(f"{reverse('debrief:board')}#opportunity-{opportunity.pk}")


# ------------------------------------------------------------------------------------------------------- An opportunity


@require_GET
def opportunity(request: HttpRequest, opportunity_id: uuid.UUID) -> HttpResponse:
    """What is known of it, its interviews, and what was written of each."""
    found = queries.opportunity_of(request.user, opportunity_id)
    page = queries.interviews_page(found, number=_page_number(request))
    rows = [_told(interview) for interview in page.rows]
    return render(request, "debrief/tracker_opportunity.html", _row(found) | {"rows": rows, "page": page})


@require_http_methods(["GET", "POST"])
def add_opportunity(request: HttpRequest) -> HttpResponse:
    form = OpportunityForm(request.POST) if request.method == "POST" else _blank(OpportunityForm)
    if not form.is_bound or not form.is_valid():
        return _form_page(request, "debrief/tracker_opportunity_form.html", {"form": form, "opportunity": None})
    key = form.cleaned_data["key"] or uuid.uuid4()
    added = actions.add_opportunity(key=key, details=form.details(), by=request.user, now=now())
    return redirect("debrief:opportunity", added.pk)


@require_http_methods(["GET", "POST"])
def change_opportunity(request: HttpRequest, opportunity_id: uuid.UUID) -> HttpResponse:
    found = queries.opportunity_of(request.user, opportunity_id)
    form = OpportunityForm(request.POST) if request.method == "POST" else OpportunityForm.of(found)
    if not form.is_bound or not form.is_valid():
        return _form_page(request, "debrief/tracker_opportunity_form.html", {"form": form, "opportunity": found})
    actions.change_opportunity(opportunity=found, details=form.details(), by=request.user, now=now())
    return redirect("debrief:opportunity", found.pk)


def _blank(form: type[OpportunityForm] | type[InterviewForm]) -> OpportunityForm | InterviewForm:
    return form(initial={"key": uuid.uuid4()})


def _form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].is_bound else 200)


@require_GET
def confirm_opportunity_removal(request: HttpRequest, opportunity_id: uuid.UUID) -> HttpResponse:
    found = queries.opportunity_of(request.user, opportunity_id)
    context = {"opportunity": found, "interview": None, "removal": queries.removal_of(found)}
    return render(request, "debrief/tracker_remove.html", context)


@require_POST
def remove_opportunity(request: HttpRequest, opportunity_id: uuid.UUID) -> HttpResponseRedirect:
    found = queries.opportunity_of(request.user, opportunity_id)
    actions.remove_opportunity(opportunity=found, by=request.user, now=now())
    return redirect("debrief:tracker")


# --------------------------------------------------------------------------------------------------------- An interview


@require_GET
def interview_page(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    """What is known of it, its answer, and the accounts written of it."""
    found = queries.interview_of(request.user, interview_id)
    return _interview_page(request, found, AnswerForm.of(found))


def _interview_page(request: HttpRequest, interview: Interview, form: AnswerForm) -> HttpResponse:
    context = _told(interview) | {
        "opportunity": interview.opportunity,
        "form": form,
        "accounts": queries.accounts_about(interview),
        "alone": queries.lone_accounts_of(request.user),
    }
    return _form_page(request, "debrief/tracker_interview.html", context)


@require_http_methods(["GET", "POST"])
def track_interview(request: HttpRequest, opportunity_id: uuid.UUID) -> HttpResponse:
    """Add an interview to an opportunity."""
    found = queries.opportunity_of(request.user, opportunity_id)
    form = InterviewForm(request.POST) if request.method == "POST" else _blank(InterviewForm)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "opportunity": found, "interview": None}
        return _form_page(request, "debrief/tracker_interview_form.html", context)
    key = form.cleaned_data["key"] or uuid.uuid4()
    meeting = form.meeting()
    added = actions.add_interview(opportunity=found, key=key, meeting=meeting, by=request.user, now=now())
    return redirect("debrief:interview_page", added.pk)


@require_http_methods(["GET", "POST"])
def change_interview(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    found = queries.interview_of(request.user, interview_id)
    form = InterviewForm(request.POST) if request.method == "POST" else InterviewForm.of(found)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "opportunity": found.opportunity, "interview": found}
        return _form_page(request, "debrief/tracker_interview_form.html", context)
    actions.change_interview(interview=found, meeting=form.meeting(), by=request.user, now=now())
    return redirect("debrief:interview_page", found.pk)


@require_POST
def answer_interview(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    """Note the answer, and where the opportunity stands since."""
    found = queries.interview_of(request.user, interview_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _interview_page(request, found, form)
    actions.hear_back(interview=found, **form.cleaned_data, by=request.user, now=now())
    return redirect("debrief:interview_page", found.pk)


@require_POST
def attach_account(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponseRedirect:
    found = queries.interview_of(request.user, interview_id)
    account = _account_named(request)
    actions.attach_account(account=account, interview=found, by=request.user, now=now())
    return redirect("debrief:interview_page", found.pk)


@require_POST
def detach_account(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponseRedirect:
    found = queries.interview_of(request.user, interview_id)
    account = _account_named(request)
    if account.interview_id == found.pk:
        actions.attach_account(account=account, interview=None, by=request.user, now=now())
    return redirect("debrief:interview_page", found.pk)


def _account_named(request: HttpRequest) -> Any:
    form = AttachForm(request.POST)
    if not form.is_valid():
        raise Http404
    return account_of(request.user, form.cleaned_data["account"])


@require_GET
def confirm_interview_removal(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    found = queries.interview_of(request.user, interview_id)
    context = _told(found) | {"opportunity": found.opportunity, "removal": queries.removal_of(found)}
    return render(request, "debrief/tracker_remove.html", context)


@require_POST
def remove_interview(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponseRedirect:
    found = queries.interview_of(request.user, interview_id)
    actions.remove_interview(interview=found, by=request.user, now=now())
    return redirect("debrief:opportunity", found.opportunity_id)


# --------------------------------------------------------------------------------------------------------- The calendar


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """What comes, day by day; or a month that was asked for, gone by or to come."""
    return _calendar(request)


def _calendar(request: HttpRequest, problem: str = "") -> HttpResponse:
    today = timezone.localdate(now())
    form = MonthForm(request.GET)
    asked = form.cleaned_data["month"] if form.is_valid() else None
    month = (asked or today).replace(day=1)
    ends = _month_after(month)
    in_month, more = queries.interviews_between(request.user, since=_midnight(month), until=_midnight(ends))
    listed = in_month
    if asked is None:
        listed, more = queries.coming_interviews(request.user, since=_midnight(today))
    context = {
        "days": _days(listed),
        "has_more": more,
        "is_month": asked is not None,
        "month": month,
        "weeks": _weeks(month, in_month, today),
        "before": _month_before(month) if month > FIRST_DAY else None,
        "after": ends if ends <= LAST_DAY else None,
        "problem": problem,
        "way": "calendar",
    }
    return render(request, "debrief/tracker_calendar.html", context, status=422 if problem else 200)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _month_after(month: datetime.date) -> datetime.date:
    return (month + datetime.timedelta(days=31)).replace(day=1)


def _month_before(month: datetime.date) -> datetime.date:
    return (month - datetime.timedelta(days=1)).replace(day=1)


def _day_of(interview: Interview) -> datetime.date:
    return timezone.localtime(interview.starts_at).date()


def _days(interviews: Sequence[Interview]) -> list[dict[str, Any]]:
    return [{"day": day, "rows": [_told(one) for one in of_day]} for day, of_day in groupby(interviews, key=_day_of)]


def _weeks(month: datetime.date, interviews: Sequence[Interview], today: datetime.date) -> list[list[dict[str, Any]]]:
    by_day = {day: list(of_day) for day, of_day in groupby(interviews, key=_day_of)}
    return [
        [
            {
                "day": day,
                "inside": day.month == month.month,
                "is_today": day == today,
                "interviews": by_day.get(day, []),
            }
            for day in week
        ]
        for week in weeks.Calendar().monthdatescalendar(month.year, month.month)
    ]


@require_GET
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The interviews ticked in the calendar, as one file for another calendar."""
    chosen = queries.chosen_interviews(request.user, ChosenForm(request.GET).keys())
    if not chosen:
        return _calendar(request, _("Tick at least one interview, then save the file."))
    language = (get_language() or "fr").split("-")[0]
    file = actions.calendar_file(interviews=chosen, zone=timezone.get_current_timezone(), language=language, now=now())
    headers = {"Content-Disposition": 'attachment; filename="rebond.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)
