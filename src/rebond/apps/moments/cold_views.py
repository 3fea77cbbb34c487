"""Pages of the cold reading: asked for at a time of one's own, then the evening looked at again."""

import uuid
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.fragments import announced, is_partial, render_page_or_part
from rebond.apps.base.numbers import A_POSITION, number_in
from rebond.apps.debrief.models import Account
from rebond.apps.debrief.queries import account_of
from rebond.apps.moments import cold_actions as actions
from rebond.apps.moments import cold_queries as queries
from rebond.apps.moments import on_screen
from rebond.apps.moments.cold_forms import AskForm, ColdStateForm, SecondThoughtForm
from rebond.apps.moments.models import Moment
from rebond.apps.moments.queries import ReadAccount, ReadMoment, pieces_of, reading_of

# ------------------------------------------------------------------------------------------------ At a time one chooses


@require_GET
def due(request: HttpRequest) -> HttpResponse:
    """The lines of what was asked for and whose time has come; the field page fetches them."""
    return render(request, "moments/_cold_due.html", {"cold_due": queries.cold_readings_due(request.user, now())})


@require_GET
def asking(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    return _asking(request, account_of(request.user, account_id))


@require_POST
def ask(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    form = AskForm(request.POST, now=now())
    if not form.is_valid():
        return _asking(request, account, form)
    actions.ask_cold_reading(account=account, at=form.cleaned_data["at"], by=request.user, now=now())
    if is_partial(request):
        return _asking(request, account, noted=True)
    return redirect("moments:cold_asking", account_id)


@require_POST
def forget(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Nothing more is shown at that time. The line that was shown goes; the page where one asks takes its place."""
    account = account_of(request.user, account_id)
    actions.forget_cold_reading(account=account, by=request.user, now=now())
    if is_partial(request):
        return (
            announced(HttpResponse(), _("Noted.")) if "line" in request.POST else _asking(request, account, noted=True)
        )
    return redirect("accounts") if "line" in request.POST else redirect("moments:cold_asking", account_id)


@require_GET
def event(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    cold = queries.cold_of(account_of(request.user, account_id))
    if cold is None or cold.asked_for is None:
        raise Http404
    file = actions.cold_reading_as_event(
        cold=cold,
        title=_("Rebond: read an account again"),
        zone=timezone.get_current_timezone(),
        now=now(),
        language=get_language() or "fr",
    )
    headers = {"Content-Disposition": 'attachment; filename="rebond.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)


def _asking(
    request: HttpRequest, account: Account, form: AskForm | None = None, *, noted: bool = False
) -> HttpResponse:
    context = {
        "account": account,
        "cold": queries.cold_of(account),
        "tomorrow": queries.tomorrow_evening(now()),
        "errors": form.non_field_errors() + form.errors.get("at", []) if form else [],
        "stage": "moments",
    }
    announce = _("Noted.") if noted else ""
    return render_page_or_part(request, "moments/cold_asking.html", context, part="part", announce=announce)


# --------------------------------------------------------------------------------------------------- The reading itself


@require_GET
def cold(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    on_screen.note(account.pk)
    read = reading_of(account)
    if read is None:
        return render(request, "moments/unread.html", {"account": account, "stage": "moments"})
    return render(request, "moments/cold.html", _page(read, request.GET))


@require_POST
def describe(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    form = ColdStateForm(request.POST)
    if not form.is_valid():
        return _no_choice()
    actions.describe_cold_state(account=account, state=form.state(), by=request.user, now=now())
    return HttpResponseRedirect(f"{reverse('moments:cold', args=[account_id])}#cold-change")


@require_POST
def think(request: HttpRequest, account_id: uuid.UUID, position: int) -> HttpResponse:
    account = account_of(request.user, account_id)
    form = SecondThoughtForm(request.POST)
    if not form.is_valid():
        return _no_choice()
    try:
        actions.think_again(account=account, position=position, said=form.said(), by=request.user, now=now())
    except Moment.DoesNotExist:
        return HttpResponse(_("This passage does not exist any more. Reload the page."), status=404)
    return _after(request, account, position)


@require_POST
def drop(request: HttpRequest, account_id: uuid.UUID, position: int) -> HttpResponse:
    account = account_of(request.user, account_id)
    actions.drop_second_thought(account=account, position=position, by=request.user, now=now())
    return _after(request, account, position)


@require_POST
def close(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    actions.close_cold_reading(account=account_of(request.user, account_id), by=request.user, now=now())
    return HttpResponseRedirect(f"{reverse('moments:cold', args=[account_id])}#cold-change")


def _no_choice() -> HttpResponse:
    return HttpResponse(_("This choice does not exist. Reload the page and try again."), status=422)


def _after(request: HttpRequest, account: Account, position: int) -> HttpResponse:
    """The thought as it stands now, with what changed; or the page, at the thought that was asked for next."""
    read = reading_of(account)
    if is_partial(request) and read is not None and position < len(read.moments):
        context = _page(read, {"all": ""} if "all" in request.POST else {"thought": str(position)})
        thought = read.moments[position : position + 1]  # shown even where it is read as something else by now
        seen = actions.seen_thoughts(read=read, thoughts=thought, said=queries.said_of(account))
        return announced(render(request, "moments/cold_noted.html", context | {"seen": seen}), _("Noted."))
    page = reverse("moments:cold", args=[account.pk])
    then = request.POST.get("then", "")
    onward = number_in(then, digits=A_POSITION)
    onward = position if onward is None else onward
    return HttpResponseRedirect(
        f"{page}?all#c{onward}" if "all" in request.POST else f"{page}?thought={onward}#c{onward}"
    )


def _page(read: ReadAccount, where: Mapping[str, str]) -> dict[str, object]:
    account = read.account
    cold = queries.cold_of(account)
    said = queries.said_of(account)
    thoughts = queries.thoughts_of(read, said)
    everything = "all" in where
    index = _index(thoughts, where.get("thought", ""), said)
    shown = thoughts if everything else thoughts[index : index + 1]
    pieces, after = pieces_of(read, with_keys=False)
    changes = queries.changes_of(account, cold)
    drawn = queries.drawn(changes)
    return {
        "account": account,
        "read": read,
        "pieces": pieces,
        "after": after,
        "feelings": [moment for moment in read.moments if moment.nature == "feeling"],
        "thoughts": thoughts,
        "thought_positions": {moment.position for moment in thoughts},
        "seen": actions.seen_thoughts(read=read, thoughts=shown, said=said),
        "all": everything,
        "current": shown[0].position if shown and not everything else None,
        "index": index,
        "previous": thoughts[index - 1] if index else None,
        "next": thoughts[index + 1] if index + 1 < len(thoughts) else None,
        "cold": cold,
        "state": cold or actions.ColdState(),
        "given": bool(changes) or bool(cold and cold.leaving),
        "changes": changes,
        "drawn": drawn,
        "picture_height": len(drawn) * queries.ROW_HEIGHT,
        "labels": queries.labels_changed_in(account),
        "choices": queries.choices_of(said, read),
        "stage": "moments",
    }


def _index(thoughts: tuple[ReadMoment, ...], asked: str, said: Mapping[int, object]) -> int:
    """Of the thought asked for; else of the first one of which nothing was noted; else of the first."""
    positions = [moment.position for moment in thoughts]
    number = number_in(asked, digits=A_POSITION)
    if number in positions:
        return positions.index(number)
    return next((index for index, position in enumerate(positions) if position not in said), 0)
