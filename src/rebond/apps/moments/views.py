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
from rebond.apps.base.numbers import A_POSITION, number_in
from rebond.apps.debrief.models import Account
from rebond.apps.debrief.queries import account_of
from rebond.apps.moments import actions, on_screen, queries
from rebond.apps.moments.deeper_queries import deeper_of
from rebond.apps.moments.forms import CorrectionForm, NowhereForm, RestForm
from rebond.apps.moments.models import Moment, Reading
from rebond.apps.moments.queries import ReadAccount, ReadMoment
from rebond.taxonomy.labels import AGENCIES, DISTORTIONS, INCIDENTS, NATURES, PHASES


@require_POST
def read(request: HttpRequest, account_id: uuid.UUID) -> HttpResponseRedirect:
    actions.read_account(account=account_of(request.user, account_id), by=request.user, now=now())
    return redirect("moments:reading", account_id)


@require_GET
def reading(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    on_screen.note(account.pk)
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
        return _no_choice()
    try:
        said = form.cleaned_data["choice"]
        actions.correct_moment(account=account, position=position, by=request.user, now=now(), **said)
    except Moment.DoesNotExist:
        return _no_passage()
    still_sought = request.POST.get("seek", "") if not said["holds"] else ""
    open_now = _number(request.POST["stay"]) if "stay" in request.POST else position
    if not is_partial(request):
        return HttpResponseRedirect(_address(account, open_now, still_sought, else_at=f"m{position}"))
    read_now = queries.reading_of(account)
    return _page(request, read_now, position=None if still_sought else open_now, sought=still_sought, noted=True)


@require_POST
def nowhere(request: HttpRequest, account_id: uuid.UUID, position: int) -> HttpResponse:
    account = account_of(request.user, account_id)
    form = NowhereForm(request.POST)
    if not form.is_valid():
        return _no_choice()
    key = form.cleaned_data["seek"]
    try:
        actions.say_nowhere(account=account, position=position, key=key, by=request.user, now=now())
    except Moment.DoesNotExist:
        return _no_passage()
    if not is_partial(request):
        return HttpResponseRedirect(_address(account, None, else_at=f"cell-{key}"))
    return _page(request, queries.reading_of(account), position=None, noted=True)


@require_POST
def rest(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    form = RestForm(request.POST)
    if not form.is_valid():
        return _no_choice()
    try:
        actions.confirm_reading(account=account, by=request.user, now=now(), **form.cleaned_data)
    except Reading.DoesNotExist:
        return _no_passage()
    if not is_partial(request):
        return HttpResponseRedirect(_address(account, None, else_at="rest"))
    return _page(request, queries.reading_of(account), position=None, noted=True)


@require_GET
def why(request: HttpRequest, account_id: uuid.UUID, position: int) -> HttpResponse:
    account = account_of(request.user, account_id)
    read_now = queries.reading_of(account)
    aspect, key = request.GET.get("aspect", ""), request.GET.get("key", "")
    try:
        found = actions.why_of(read=read_now, position=position, aspect=aspect, key=key) if read_now else None
    except (KeyError, IndexError):
        return _no_choice(status=404)
    if found is None:
        return _no_passage()
    moment = read_now.moments[position]
    context = {
        "account": account,
        "moment": moment,
        "aspect": aspect,
        "key": key,
        "runs": queries.runs_of(moment, found.words, found.against),
        "found": found,
        "read_as_today": actions.read_as_today(read_now),
        "stage": "moments",
    }
    return render_page_or_part(request, "moments/why.html", context, part="part")


def _no_passage() -> HttpResponse:
    return HttpResponse(_("This passage does not exist any more. Reload the page."), status=404)


def _no_choice(*, status: int = 422) -> HttpResponse:
    return HttpResponse(_("This choice does not exist. Reload the page and try again."), status=status)


def _number(value: str | None) -> int | None:
    return number_in(value or "", digits=A_POSITION)


def _address(account: Account, position: int | None, sought: str = "", *, else_at: str) -> str:
    """Of the reading with a passage open, or an incident sought, or none of both: then at the element named."""
    page = reverse("moments:reading", args=[account.pk])
    where = {"incident": sought} if sought else {"moment": position} if position is not None else {}
    return f"{page}?{urlencode(where)}#moment" if where else f"{page}#{else_at}"


def _page(
    request: HttpRequest, read_now: ReadAccount, *, position: int | None, sought: str = "", noted: bool = False
) -> HttpResponse:
    sought = sought if sought in INCIDENTS else ""
    moment = _chosen(read_now, position, sought)
    pieces, after = queries.pieces_of(read_now, with_keys=moment is None)
    context = {
        "account": read_now.account,
        "read": read_now,
        "pieces": pieces,
        "after": after,
        "grid": queries.grid_of(read_now),
        "moment": moment,
        "sought": sought,
        "refused_enough": _refused_enough(read_now, sought),
        "strengths": read_now.with_incident("strength"),
        "deeper": deeper_of(read_now, moment=moment, now=now()),
        "natures": NATURES,
        "phases": PHASES,
        "agencies": AGENCIES,
        "distortions": DISTORTIONS,
        "stage": "moments",
    }
    where = {"number": moment.position + 1, "total": len(read_now.moments)} if moment else None
    announce = _("Noted.") if noted else _("Passage %(number)s of %(total)s") % where if where else ""
    return render_page_or_part(request, "moments/reading.html", context, part="part", announce=announce)


def _chosen(read_now: ReadAccount, position: int | None, sought: str) -> ReadMoment | None:
    if sought:
        return next(iter(read_now.likeliest_for(sought)), None)
    if position is None or position >= len(read_now.moments):
        return None
    return read_now.moments[position]


LIKELIEST_FEW = 3
"""After so many passages where the incident is not, it is said that it may be nowhere. Our judgement."""


def _refused_enough(read_now: ReadAccount, sought: str) -> bool:
    return sum(sought in moment.refused for moment in read_now.moments) >= min(LIKELIEST_FEW, len(read_now.moments))
