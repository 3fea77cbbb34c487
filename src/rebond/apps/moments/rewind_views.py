"""The interview from beginning to end: how sure one was, where it turned, what was strongest."""

import uuid
from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.fragments import is_partial, render_page_or_part
from rebond.apps.debrief.models import SCALE, Account
from rebond.apps.debrief.queries import account_of
from rebond.apps.moments import on_screen, queries
from rebond.apps.moments import rewind_actions as actions
from rebond.apps.moments.models import Moment
from rebond.apps.moments.rewind_forms import AddedForm, PhaseForm, StrongestForm, SureForm, TurningForm
from rebond.apps.moments.rewind_queries import marks_of, rewind_of


@require_GET
def rewind(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    on_screen.note(account.pk)
    return _page(request, account)


@require_POST
def rate_phase(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    return _said(request, account_id, SureForm(request.POST), actions.rate_phase)


@require_POST
def add_phase(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    return _said(request, account_id, AddedForm(request.POST), actions.rate_phase)


@require_POST
def take_phase_off(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    return _said(request, account_id, PhaseForm(request.POST), actions.take_phase_off, else_at="others")


@require_POST
def put_phase_back(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    return _said(request, account_id, PhaseForm(request.POST), actions.put_phase_back)


@require_POST
def mark_turning(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    return _said(request, account_id, TurningForm(request.POST), actions.mark_turning, else_at="turning")


@require_POST
def mark_strongest(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    return _said(request, account_id, StrongestForm(request.POST), actions.mark_strongest, else_at="strongest")


def _said(
    request: HttpRequest, account_id: uuid.UUID, form: Form, action: Callable[..., None], *, else_at: str = ""
) -> HttpResponse:
    """Do what the form says; without a script the page comes back at `else_at`, or at the row of the phase."""
    account = account_of(request.user, account_id)
    if not form.is_valid():
        return _no_choice()
    if not queries.is_read(account):
        return _no_passage()
    said = form.cleaned_data.get("place", form.cleaned_data)
    try:
        action(account=account, by=request.user, now=now(), **said)
    except Moment.DoesNotExist:
        return _no_passage()
    if not is_partial(request):
        at = else_at or f"row-{said['phase']}"
        return HttpResponseRedirect(f"{reverse('moments:rewind', args=[account.pk])}#{at}")
    return _page(request, account, noted=True)


def _no_passage() -> HttpResponse:
    return HttpResponse(_("This passage does not exist any more. Reload the page."), status=404)


def _no_choice() -> HttpResponse:
    return HttpResponse(_("This choice does not exist. Reload the page and try again."), status=422)


def _page(request: HttpRequest, account: Account, *, noted: bool = False) -> HttpResponse:
    read = queries.reading_of(account)
    if read is None:
        return render(request, "moments/unread.html", {"account": account, "stage": "moments"})
    marks = marks_of(account)
    seen = rewind_of(read, marks, actions.deduce_line(read=read, marks=marks))
    context = {"account": account, "rewind": seen, "scale": SCALE, "stage": "moments"}
    announce = _("Noted.") if noted else ""
    return render_page_or_part(request, "moments/rewind.html", context, part="part", announce=announce)
