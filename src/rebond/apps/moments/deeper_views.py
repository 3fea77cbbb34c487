"""The second opinion on the page of the reading, and the page that shows what would leave this machine."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.fragments import announced, is_partial
from rebond.apps.debrief.models import Account
from rebond.apps.debrief.queries import account_of
from rebond.apps.moments import deeper_actions as actions
from rebond.apps.moments.deeper_queries import State, deeper_of
from rebond.apps.moments.queries import reading_of

NOTHING_NEW = 204
"""What htmx takes for no change: the page stays as it is, and with it the focus."""


@require_GET
def deeper(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    return _section(request, account, waits=True) if is_partial(request) else _back(account)


@require_GET
def what_would_leave(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    try:
        model, asked = actions.request_for(account)
    except actions.CannotAskError:
        return _back(account)
    context = {"account": account, "model": model, "asked": asked, "stage": "moments"}
    return render(request, "moments/leaving.html", context)


@require_POST
def ask_deeper(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    agreed_to = request.POST.get("agreed_to", "")
    try:
        actions.ask_deeper(account=account, agreed_to=agreed_to, by=request.user, now=now())
    except actions.NotAgreedError:
        return redirect("moments:what_would_leave", account_id)
    except actions.CannotAskError:
        return _back(account)  # the page says why
    return _section(request, account) if is_partial(request) else _back(account)


@require_POST
def remove_deeper(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    actions.remove_deeper(account=account, by=request.user, now=now())
    return _section(request, account) if is_partial(request) else _back(account)


def _back(account: Account) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('moments:reading', args=[account.pk])}#deeper")


def _section(request: HttpRequest, account: Account, *, waits: bool = False) -> HttpResponse:
    read = reading_of(account)
    seen = deeper_of(read, moment=None, now=now()) if read else None
    if seen is None:
        raise Http404
    if waits and seen.state == State.WAITING:
        return HttpResponse(status=NOTHING_NEW)
    response = render(request, "moments/_deeper.html", {"account": account, "deeper": seen})
    words = {
        State.WAITING: _("Your model is reading."),
        State.DONE: _("Your model has answered."),
        State.FAILED: _("Your model has not answered."),
    }
    return announced(response, words.get(seen.state, _("Noted.")))
