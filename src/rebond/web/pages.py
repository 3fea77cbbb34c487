"""Pages composed of several stages."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.numbers import number_in
from rebond.apps.debrief.evening_queries import listed_accounts_of
from rebond.apps.moments.cold_queries import cold_readings_due
from rebond.apps.moments.queries import read_account_ids
from rebond.apps.people.actions import welcome
from rebond.apps.plan.queries import kept_by

ACCOUNTS_A_PAGE = 12
"""Our judgement: some two screens of a laptop, as in the list of applications."""
LONGEST_PAGE_NUMBER = 7
"""Digits: a number that long leads nowhere."""


@require_GET
def home(request: HttpRequest) -> HttpResponseRedirect:
    """One opens Rebond to write: the field comes first."""
    return redirect("debrief:capture")


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts a page at a time, where each stands, and what is being worked on."""
    number = _page_number(request)
    first = (number - 1) * ACCOUNTS_A_PAGE
    found = list(listed_accounts_of(request.user)[first : first + ACCOUNTS_A_PAGE + 1])
    if first and not found:  # the page went with what was deleted
        return redirect("accounts")
    shown = found[:ACCOUNTS_A_PAGE]
    read = read_account_ids(request.user, among=shown)
    context = {
        "rows": [{"account": account, "is_read": account.pk in read} for account in shown],
        "newer": number - 1,
        "cold_due": cold_readings_due(request.user, now()),
        "older": number + 1 if len(found) > len(shown) else 0,
        "working_on": kept_by(request.user).filter(state="kept", account__is_example=False),
    }
    return render(request, "debrief/accounts.html", context)


def _page_number(request: HttpRequest) -> int:
    said = request.GET.get("page", "")
    return max(1, number_in(said, digits=LONGEST_PAGE_NUMBER) or 1)


@require_POST
def welcomed(request: HttpRequest) -> HttpResponseRedirect:
    """The first explanation was read."""
    welcome(by=request.user, now=now())
    return redirect("debrief:capture")
