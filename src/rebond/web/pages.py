"""Pages composed of several stages."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.debrief.queries import openings_of
from rebond.apps.moments.queries import read_account_ids
from rebond.apps.people.actions import welcome
from rebond.apps.plan.queries import kept_by


@require_GET
def home(request: HttpRequest) -> HttpResponseRedirect:
    """One opens Rebond to write: the field comes first."""
    return redirect("debrief:capture")


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account, where each stands, and what is being worked on."""
    read = read_account_ids(request.user)
    rows = [{"account": account, "is_read": account.pk in read} for account in openings_of(request.user)]
    kept = [priority for priority in kept_by(request.user) if priority.state == priority.State.KEPT]
    working_on = [priority for priority in kept if not priority.account.is_example]
    return render(request, "debrief/accounts.html", {"rows": rows, "working_on": working_on})


@require_POST
def welcomed(request: HttpRequest) -> HttpResponseRedirect:
    """The first explanation was read."""
    welcome(by=request.user, now=now())
    return redirect("debrief:capture")
