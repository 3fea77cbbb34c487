"""Pages of the hot stage."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.language import page_language
from rebond.apps.debrief import actions, queries
from rebond.apps.debrief.evening_queries import account_with_evening
from rebond.apps.debrief.forms import AccountForm, DraftForm, StateForm
from rebond.apps.debrief.models import Interview
from rebond.apps.debrief.tracker_queries import interviews_of
from rebond.apps.debrief.voice_queries import has_unkept


@require_http_methods(["GET", "POST"])
def capture(request: HttpRequest) -> HttpResponse:
    """The field in which one writes while it burns; sending it keeps the account."""
    return _record(request) if request.method == "POST" else _blank_page(request)


def _blank_page(request: HttpRequest) -> HttpResponse:
    draft = queries.draft_of(request.user)
    initial = {"key": draft.pk, "text": draft.text} if draft else {"key": uuid.uuid4(), "text": ""}
    context = {
        "form": AccountForm(initial=initial),
        "draft": draft,
        "told": told_interview(request, request.GET),
        "spoken": has_unkept(request.user),
    }
    return render(request, "debrief/capture.html", context)


def told_interview(request: HttpRequest, given: QueryDict) -> Interview | None:
    """The interview that one comes from, where it is the candidate's."""
    chosen = AccountForm(given)
    chosen.is_valid()
    key = chosen.cleaned_data.get("interview")
    return interviews_of(request.user).filter(pk=key).first() if key else None


def _record(request: HttpRequest) -> HttpResponse:
    form, told = AccountForm(request.POST), told_interview(request, request.POST)
    if not form.is_valid():
        context = {"form": form, "draft": None, "told": told, "spoken": False}
        return render(request, "debrief/capture.html", context, status=422)
    key, text = form.cleaned_data["key"], form.cleaned_data["text"]
    try:
        account = actions.record_account(text=text, key=key, interview=told, by=request.user, now=now())
    except actions.KeyTakenError:  # an old tab sent another text under a key already kept: it is one new account
        key = uuid.uuid5(request.user.pk, f"{key} {text}")
        account = actions.record_account(text=text, key=key, interview=told, by=request.user, now=now())
    return redirect("debrief:account", account.pk)


@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    kept = actions.keep_draft(**form.cleaned_data, by=request.user, now=now())
    return HttpResponse(status=204 if kept else 409)


@require_GET
def account(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    return _account_page(request, account_id, None)


def _account_page(request: HttpRequest, account_id: uuid.UUID, form: StateForm | None) -> HttpResponse:
    found = account_with_evening(request.user, account_id)
    context = {"account": found, "form": form or StateForm(), "stage": "debrief"}
    return render(request, "debrief/account.html", context, status=422 if form else 200)


@require_POST
def describe_state(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    found = queries.account_of(request.user, account_id)
    form = StateForm(request.POST)
    if not form.is_valid():
        return _account_page(request, account_id, form)
    actions.describe_state(account=found, state=form.state(), by=request.user, now=now())
    return redirect("moments:reading", account_id)


@require_POST
def dismiss_help(request: HttpRequest, account_id: uuid.UUID) -> HttpResponseRedirect:
    actions.dismiss_help(account=queries.account_of(request.user, account_id), by=request.user, now=now())
    return redirect("debrief:account", account_id)


@require_GET
def confirm_removal(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    return render(request, "debrief/remove.html", {"account": queries.account_of(request.user, account_id)})


@require_POST
def remove(request: HttpRequest, account_id: uuid.UUID) -> HttpResponseRedirect:
    actions.remove_account(account=queries.account_of(request.user, account_id), by=request.user, now=now())
    return redirect("accounts")


@require_POST
def add_example(request: HttpRequest) -> HttpResponseRedirect:
    account = actions.add_example(language=page_language(), by=request.user, now=now())
    return redirect("debrief:account", account.pk)
