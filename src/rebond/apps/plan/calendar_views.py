"""The page where one chooses what goes into one's calendar, and the file that comes of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from rebond.apps.base.clock import now
from rebond.apps.plan.calendar_actions import calendar_of
from rebond.apps.plan.calendar_forms import EVENING, CalendarForm
from rebond.apps.plan.calendar_queries import Plannable, plannable_of


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    return _page(request, plannable_of(request.user, today=timezone.localdate(now())))


@require_GET
def calendar_file(request: HttpRequest) -> HttpResponse:
    at = now()
    plannable = plannable_of(request.user, today=timezone.localdate(at))
    form = CalendarForm(request.GET, plannable=plannable)
    if not form.is_valid():
        return _page(request, plannable, problem=next(iter(form.errors.values()))[0], status=422)
    written = calendar_of(
        [entry for entry in plannable if entry.key in form.days],
        days=form.days,
        at=form.cleaned_data["at"],
        zone=timezone.get_current_timezone(),
        language=get_language() or "fr",
        now=at,
    )
    attached = {"Content-Disposition": 'attachment; filename="rebond.ics"'}
    return HttpResponse(written, content_type="text/calendar; charset=utf-8", headers=attached)


def _page(
    request: HttpRequest, plannable: tuple[Plannable, ...], *, problem: str = "", status: int = 200
) -> HttpResponse:
    chosen = request.GET.getlist("chosen")
    rows = [
        {
            "entry": entry,
            "is_chosen": entry.key in chosen,
            "day": request.GET.get(f"day-{entry.key}") or entry.day.isoformat(),
        }
        for entry in plannable
    ]
    context = {"rows": rows, "at": request.GET.get("at") or f"{EVENING:%H:%M}", "problem": problem}
    return render(request, "plan/calendar.html", context, status=status)
