"""Pages of the calm reading."""

import uuid
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.fragments import is_partial, render_page_or_part
from rebond.apps.debrief.models import Account
from rebond.apps.debrief.queries import account_of
from rebond.apps.moments import actions, queries
from rebond.apps.moments.forms import CorrectionForm
from rebond.apps.moments.models import Moment
from rebond.apps.moments.queries import ReadAccount, ReadMoment
from rebond.taxonomy.labels import AGENCIES, DISTORTIONS, INCIDENTS, NATURES, PHASES


@require_POST
def read(request: HttpRequest, account_id: uuid.UUID) -> HttpResponseRedirect:
    actions.read_account(account=account_of(request.user, account_id), by=request.user, now=now())
    return redirect("moments:reading", account_id)


@require_GET
def reading(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    read_now = queries.reading_of(account)
    if read_now is None:
        return render(request, "moments/unread.html", {"account": account, "stage": "moments"})
    sought = request.GET.get("incident", "")
    return _page(request, read_now, position=_number(request.GET.get("moment")), sought=sought)


@require_POST
def correct(request: HttpRequest, account_id: uuid.UUID, position: int) -> HttpResponse:
    account = account_of(request.user, account_id)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("This choice does not exist. Reload the page and try again."), status=422)
    try:
        said = form.cleaned_data["choice"]
        actions.correct_moment(account=account, position=position, by=request.user, now=now(), **said)
    except Moment.DoesNotExist:
        return HttpResponse(_("This passage does not exist any more. Reload the page."), status=404)
    still_sought = request.POST.get("seek", "") if not said["holds"] else ""
    if not is_partial(request):
        return HttpResponseRedirect(_address(account, position, still_sought))
    read_now = queries.reading_of(account)
    return _page(request, read_now, position=None if still_sought else position, sought=still_sought, noted=True)


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 7 else None


def _address(account: Account, position: int, sought: str) -> str:
    where = {"incident": sought} if sought else {"moment": position}
    return f"{reverse('moments:reading', args=[account.pk])}?{urlencode(where)}#moment"


def _page(
    request: HttpRequest, read_now: ReadAccount, *, position: int | None, sought: str, noted: bool = False
) -> HttpResponse:
    sought = sought if sought in INCIDENTS else ""
    pieces, rest = queries.pieces_of(read_now)
    context = {
        "account": read_now.account,
        "read": read_now,
        "pieces": pieces,
        "rest": rest,
        "grid": queries.grid_of(read_now),
        "moment": _chosen(read_now, position, sought),
        "sought": sought,
        "strengths": read_now.with_incident("strength"),
        "natures": NATURES,
        "phases": PHASES,
        "agencies": AGENCIES,
        "distortions": DISTORTIONS,
        "stage": "moments",
    }
    where = {"number": context["moment"].position + 1, "total": len(read_now.moments)} if context["moment"] else None
    announce = _("Noted.") if noted else _("Passage %(number)s of %(total)s") % where if where else ""
    return render_page_or_part(request, "moments/reading.html", context, part="part", announce=announce)


def _chosen(read_now: ReadAccount, position: int | None, sought: str) -> ReadMoment | None:
    if sought:
        return next(iter(read_now.likeliest_for(sought)), None)
    if position is None or position >= len(read_now.moments):
        return None
    return read_now.moments[position]
