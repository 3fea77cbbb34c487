"""Pages of what one may note beside an account: question by question, what was learnt, what is expected, for whom."""

import uuid

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.apps.base.clock import now
from rebond.apps.debrief import evening_actions as actions
from rebond.apps.debrief import evening_queries as queries
from rebond.apps.debrief import tracker_actions
from rebond.apps.debrief.evening_forms import (
    AnswerForm,
    AttachForm,
    ExchangeForm,
    ExpectationForm,
    InterviewForm,
    LearntForm,
    MoveForm,
    SearchForm,
)
from rebond.apps.debrief.models import Account, Exchange
from rebond.apps.debrief.tracker_queries import interview_of
from rebond.taxonomy.tracker import TOPICS

# ---------------------------------------------------------------------------------------------- Question by question


@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """The questions of the interview, and a fresh row for the next one."""
    account = queries.account_with_evening(request.user, account_id)
    if request.method == "GET":
        return _questions_page(request, account, ExchangeForm())
    form = ExchangeForm(request.POST)
    if not form.is_valid():
        return _questions_page(request, account, form)
    actions.add_exchange(account=account, told=form.told(), by=request.user, now=now())
    return _at("debrief:questions", account.pk, "asked")


@require_http_methods(["GET", "POST"])
def change_question(request: HttpRequest, exchange_id: int) -> HttpResponse:
    """The same page, with one question open to be told again."""
    exchange = queries.exchange_of(request.user, exchange_id)
    form = ExchangeForm(request.POST) if request.method == "POST" else ExchangeForm(initial=_told(exchange))
    if request.method == "GET" or not form.is_valid():
        account = queries.account_with_evening(request.user, exchange.account_id)
        return _questions_page(request, account, form, changed=exchange)
    actions.change_exchange(exchange=exchange, told=form.told(), by=request.user, now=now())
    return _at("debrief:questions", exchange.account_id, f"question-{exchange.pk}")


@require_POST
def move_question(request: HttpRequest, exchange_id: int) -> HttpResponse:
    exchange = queries.exchange_of(request.user, exchange_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("This choice does not exist. Reload the page and try again."), status=422)
    up = form.cleaned_data["up"]
    actions.move_exchange(exchange=exchange, up=up, by=request.user, now=now())
    return _at("debrief:questions", exchange.account_id, f"{'up' if up else 'down'}-{exchange.pk}")


@require_POST
def remove_question(request: HttpRequest, exchange_id: int) -> HttpResponseRedirect:
    exchange = queries.exchange_of(request.user, exchange_id)
    actions.remove_exchange(exchange=exchange, by=request.user, now=now())
    return _at("debrief:questions", exchange.account_id, "questions-title")


def _told(exchange: Exchange) -> dict[str, object]:
    given = {name: getattr(exchange, name) for name in ("asked", "said", "reaction", "sureness")}
    return given | {"sureness_given": exchange.sureness is not None}


def _questions_page(
    request: HttpRequest, account: Account, form: ExchangeForm, changed: Exchange | None = None
) -> HttpResponse:
    context = {"account": account, "exchanges": queries.exchanges_of(account), "form": form, "changed": changed}
    return _page(request, "debrief/questions.html", context, refused=bool(form.errors))


# -------------------------------------------------------------------------------------------------- What was learnt


@require_http_methods(["GET", "POST"])
def learnt(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """What one learnt of the company and the post, apart from how one did."""
    account = queries.account_with_evening(request.user, account_id)
    form = LearntForm(request.POST if request.method == "POST" else None, initial=queries.learnt_of(account))
    if request.method == "GET" or not form.is_valid():
        rows = [{"topic": topic, "field": form[topic.key]} for topic in TOPICS.values()]
        context = {"account": account, "form": form, "rows": rows}
        return _page(request, "debrief/learnt.html", context, refused=bool(form.errors))
    actions.note_learnt(account=account, words=form.cleaned_data, by=request.user, now=now())
    return _at("debrief:account", account.pk, "beside-title")


# ----------------------------------------------------------------------------------- The answer, expected and real


@require_GET
def answer(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """What one expects while the answer is not known; the answer once it is, beside what was expected."""
    return _answer_page(request, queries.account_with_evening(request.user, account_id))


@require_POST
def expect_answer(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = queries.account_with_evening(request.user, account_id)
    form = ExpectationForm(request.POST)
    if not form.is_valid():
        return _answer_page(request, account, expecting=form)
    try:
        actions.expect_answer(account=account, **form.cleaned_data, by=request.user, now=now())
    except actions.AnswerKnownError:  # an old tab: the page says why nothing was written
        return _answer_page(request, account, too_late=True)
    return _at("debrief:account", account.pk, "beside-title")


@require_POST
def note_answer(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = queries.account_with_evening(request.user, account_id)
    form = AnswerForm(request.POST, today=timezone.localdate(now()))
    if not form.is_valid():
        return _answer_page(request, account, answering=form)
    tracker_actions.note_answer(of=account, **form.cleaned_data, by=request.user, now=now())
    return _at("debrief:answer", account.pk, "answer-title")


def _answer_page(
    request: HttpRequest,
    account: Account,
    *,
    expecting: ExpectationForm | None = None,
    answering: AnswerForm | None = None,
    too_late: bool = False,
) -> HttpResponse:
    known = {"outcome": account.outcome, "answered_on": account.answered_on}
    context = {
        "account": account,
        "answered": queries.is_answered(account),
        "expecting": expecting or ExpectationForm(initial={"expected": account.expected}),
        "answering": answering or AnswerForm(initial=known, today=timezone.localdate(now())),
        "too_late": too_late,
    }
    refused = too_late or expecting is not None or answering is not None
    return _page(request, "debrief/answer.html", context, refused=refused)


# --------------------------------------------------------------------------------------------------- Which interview


@require_GET
def interview(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Which interview the account tells."""
    return _interview_page(request, queries.account_with_evening(request.user, account_id))


@require_POST
def attach_interview(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = queries.account_with_evening(request.user, account_id)
    form = AttachForm(request.POST)
    if not form.is_valid():
        return _interview_page(request, account, refused=form)
    chosen = form.cleaned_data["interview"]
    told = interview_of(request.user, chosen) if chosen else None
    tracker_actions.attach_account(account=account, interview=told, by=request.user, now=now())
    return redirect("debrief:account", account.pk)


@require_POST
def add_interview(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    account = queries.account_with_evening(request.user, account_id)
    form = InterviewForm(request.POST)
    if not form.is_valid():
        return _interview_page(request, account, refused=form)
    actions.attach_new_interview(account=account, **form.cleaned_data, by=request.user, now=now())
    return redirect("debrief:account", account.pk)


def _interview_page(request: HttpRequest, account: Account, *, refused: Form | None = None) -> HttpResponse:
    blank = InterviewForm(initial={"held_on": timezone.localdate(account.written_at)})
    search = SearchForm(request.GET)
    sought = search.cleaned_data["words"] if search.is_valid() else ""
    nearby = queries.interviews_near(request.user, account.written_at, sought)
    context = {
        "account": account,
        "nearby": nearby,
        "sought": sought,
        "form": refused if isinstance(refused, InterviewForm) else blank,
        "gone": isinstance(refused, AttachForm),
    }
    return _page(request, "debrief/interview.html", context, refused=refused is not None)


def _at(page: str, account_id: uuid.UUID, element: str) -> HttpResponseRedirect:
    """To a page, at the element where the focus belongs: a browser puts it there without a script."""
    return redirect(f"{reverse(page, args=[account_id])}#{element}")


def _page(request: HttpRequest, template: str, context: dict[str, object], *, refused: bool) -> HttpResponse:
    return render(request, template, context | {"stage": "debrief"}, status=422 if refused else 200)
