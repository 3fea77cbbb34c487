"""The page where the evening is laid flat."""

import uuid
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.fragments import is_partial, render_page_or_part
from rebond.apps.causes import actions, queries
from rebond.apps.causes.forms import AnswerForm, VerdictForm
from rebond.apps.causes.models import Question
from rebond.apps.causes.prepared_queries import sheet_of
from rebond.apps.causes.queries import SeenCause, SeenQuestion
from rebond.apps.debrief.models import Account
from rebond.apps.debrief.queries import account_of
from rebond.apps.moments.queries import ReadAccount, ReadMoment, reading_of
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.labels import AGENCIES


@require_GET
def flat(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    return _page(request, account_of(request.user, account_id))


@require_POST
def judge(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _no_such_choice()
    actions.judge_cause(account=account, by=request.user, now=now(), **form.cleaned_data)
    return _page(request, account, noted=True) if is_partial(request) else redirect("causes:flat", account_id)


@require_POST
def answer(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = account_of(request.user, account_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _no_such_choice()
    try:
        actions.answer_question(account=account, by=request.user, now=now(), **form.cleaned_data)
    except Question.DoesNotExist:
        return _no_such_choice()
    return _page(request, account, noted=True) if is_partial(request) else redirect("causes:flat", account_id)


def _no_such_choice() -> HttpResponse:
    return HttpResponse(_("This choice does not exist. Reload the page and try again."), status=422)


def _page(request: HttpRequest, account: Account, *, noted: bool = False) -> HttpResponse:
    read = reading_of(account)
    if read is None:
        return render(request, "moments/unread.html", {"account": account, "stage": "causes"})
    causes = queries.causes_of(account)
    context = {
        "account": account,
        "read": read,
        "feelings": [moment for moment in read.moments if moment.nature == "feeling"],
        "strengths": read.with_incident("strength"),
        "questions": _with_moments(queries.questions_of(account, causes), read),
        "mine": _with_moments([c for c in causes if c.calls_for == "work"], read),
        "fit": _with_moments([c for c in causes if c.calls_for == "choice"], read),
        "others": _with_moments([c for c in causes if c.calls_for == "nothing"], read),
        "by_agency": _by_agency(read),
        "addable": [key for key in CAUSES if key not in {c.key for c in causes}],
        "says_unknown": queries.says_unknown(account),
        "sheet": sheet_of(account, causes, read),
        "sheet_is_open": "sheet" in request.GET,
        "any_confirmed": any(c.verdict == "confirmed" for c in causes),
        "stage": "causes",
    }
    announce = _("Noted.") if noted else ""
    return render_page_or_part(request, "causes/flat.html", context, part="part", announce=announce)


def _by_agency(read: ReadAccount) -> list[tuple[str, list[ReadMoment]]]:
    """What each thing depended on, without the answers that no passage has."""
    parted = [(agency, [m for m in read.moments if m.agency == agency]) for agency in AGENCIES]
    return [(agency, moments) for agency, moments in parted if moments]


def _with_moments(seen: Sequence[SeenCause | SeenQuestion], read: ReadAccount) -> list[dict[str, object]]:
    return [{"seen": one, "moments": [read.moments[i] for i in one.evidence if i < len(read.moments)]} for one in seen]
