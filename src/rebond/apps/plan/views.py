"""Pages of the plan."""

import uuid
from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.fragments import is_partial, render_page_or_part
from rebond.apps.debrief.models import Account
from rebond.apps.debrief.queries import account_of
from rebond.apps.moments.queries import reading_of
from rebond.apps.plan import actions, check_queries, queries
from rebond.apps.plan.forms import DueForm, StepForm, TickForm
from rebond.apps.plan.models import Priority

DONE_SHOWN = 5
"""What is done, on the page of everything; a page of its own has the rest. Our judgement."""


@require_GET
def everything(request: HttpRequest) -> HttpResponse:
    kept = list(queries.kept_by(request.user))
    done = list(check_queries.done_by(request.user)[: DONE_SHOWN + 1])
    last = check_queries.last_read(request.user)
    answers = check_queries.answers_about([*kept, *done], last)
    context = {
        "kept": check_queries.with_histories(kept, answers, last),
        "done": check_queries.with_histories(done[:DONE_SHOWN], answers),
        "has_more_done": len(done) > DONE_SHOWN,
        "last": last,
    }
    return render(request, "plan/everything.html", context)


@require_GET
def plan(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    return _page(request, account_of(request.user, account_id))


@require_POST
def keep(request: HttpRequest, priority_id: int) -> HttpResponse:
    priority = queries.priority_of(request.user, priority_id)
    form = DueForm(request.POST)
    if not form.is_valid():
        return _page(request, priority.account, problem=_first_problem(form))
    try:
        actions.keep_priority(priority=priority, due=form.cleaned_data["due"], by=request.user, now=now())
    except actions.PlanFullError:
        return _page(
            request,
            priority.account,
            problem=_("Three priorities at a time are enough. Finish one or set one aside, then take this one."),
        )
    return _after(request, priority)


@require_POST
def set_aside(request: HttpRequest, priority_id: int) -> HttpResponse:
    return _decided(request, priority_id, actions.set_aside)


@require_POST
def finish(request: HttpRequest, priority_id: int) -> HttpResponse:
    return _decided(request, priority_id, actions.finish_priority)


def _decided(request: HttpRequest, priority_id: int, decide: Callable[..., None]) -> HttpResponse:
    priority = queries.priority_of(request.user, priority_id)
    decide(priority=priority, by=request.user, now=now())
    return _after(request, priority)


@require_POST
def reschedule(request: HttpRequest, priority_id: int) -> HttpResponse:
    priority = queries.priority_of(request.user, priority_id)
    form = DueForm(request.POST)
    if not form.is_valid():
        return _page(request, priority.account, problem=_first_problem(form))
    actions.reschedule(priority=priority, due=form.cleaned_data["due"], by=request.user, now=now())
    return _after(request, priority)


@require_POST
def add_step(request: HttpRequest, priority_id: int) -> HttpResponse:
    priority = queries.priority_of(request.user, priority_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, priority.account, problem=_first_problem(form))
    actions.add_step(priority=priority, words=form.cleaned_data["words"], by=request.user, now=now())
    return _after(request, priority)


@require_POST
def tick(request: HttpRequest, step_id: int) -> HttpResponse:
    step = queries.step_of(request.user, step_id)
    form = TickForm(request.POST)
    form.full_clean()
    actions.tick_step(step=step, done=form.cleaned_data["done"], by=request.user, now=now())
    return _after(request, step.priority)


def _after(request: HttpRequest, priority: Priority) -> HttpResponse:
    if is_partial(request):
        return _page(request, priority.account, noted=True)
    return redirect("plan:plan", priority.account_id)


def _first_problem(form: forms.Form) -> str:
    return next(iter(form.errors.values()))[0]


def _page(request: HttpRequest, account: Account, *, noted: bool = False, problem: str = "") -> HttpResponse:
    read = reading_of(account)
    if read is None:
        return render(request, "moments/unread.html", {"account": account, "stage": "plan"})
    priorities = list(queries.priorities_of(account))
    earlier = check_queries.earlier_priorities(account)
    answers = check_queries.answers_about([*priorities, *earlier], account)
    taken = [p for p in priorities if p.state in (Priority.State.KEPT, Priority.State.DONE)]
    context = {
        "account": account,
        "checks": check_queries.relooked(earlier, answers, read),
        "kept": check_queries.with_histories(taken, answers),
        "proposed": [p for p in priorities if p.state == Priority.State.PROPOSED],
        "aside": [p for p in priorities if p.state == Priority.State.SET_ASIDE],
        "problem": problem,
        "stage": "plan",
    }
    announce = problem or (_("Noted.") if noted else "")
    status = 422 if problem and not is_partial(request) else 200  # htmx swaps nothing of an error
    return render_page_or_part(request, "plan/plan.html", context, part="part", announce=announce, status=status)
