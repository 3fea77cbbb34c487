"""Pages of the import: choose a file, look at what it would add, add it."""

import uuid
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.apps.base.clock import now
from rebond.apps.debrief import import_actions as actions
from rebond.apps.debrief.import_forms import (
    PROBLEMS,
    REFUSALS,
    DecisionsForm,
    DoneForm,
    FileForm,
    HowToReadForm,
)
from rebond.apps.debrief.import_queries import Known, pending_of
from rebond.apps.debrief.models import PendingImport
from rebond.taxonomy.tracker import OPPORTUNITY_STAGES

SHOWN_ENTRIES = 10
"""Opportunities of a table that are shown before they are added."""
SHOWN_NOTICES = 50
"""Lines that could not be used as they are, of which the page speaks one by one."""
OFFERED_OPPORTUNITIES = 30
"""Opportunities that an invitation may be attached to: those changed last, and the one that it names."""


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    return _hold(request) if request.method == "POST" else _file_page(request)


def _hold(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        if form.has_error("file", "too_large") or _was_dropped(request):
            return _file_page(request, str(REFUSALS["too_large"]), status=413)
        return _file_page(request, str(REFUSALS["none"]), status=422)
    chosen = form.cleaned_data["file"]
    try:
        pending = actions.hold_file(name=chosen.name, content=chosen.read(), by=request.user, now=now())
    except actions.RefusedDocumentError as error:
        return _file_page(request, REFUSALS[error.refusal] % {"line": error.line}, status=422)
    return redirect("debrief:import_preview", pending.pk)


def _was_dropped(request: HttpRequest) -> bool:
    """Whether a file came that the server did not take in because of its size."""
    return not request.FILES and int(request.META.get("CONTENT_LENGTH") or 0) > actions.LARGEST_BYTES


def _file_page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    done = DoneForm(request.GET)
    context = {
        "problem": problem,
        "done": done.cleaned_data if done.is_valid() else None,
        "too_large": REFUSALS["too_large"],
        "largest": actions.LARGEST_BYTES,
    }
    return render(request, "debrief/import.html", context, status=status)


@require_GET
def import_preview(request: HttpRequest, pending_id: uuid.UUID) -> HttpResponse:
    pending = pending_of(request.user, pending_id)
    if pending.kind == actions.CALENDAR:
        return _invitations_page(request, pending)
    return _table_page(request, pending, request.GET or None)


@require_POST
def import_add(request: HttpRequest, pending_id: uuid.UUID) -> HttpResponse:
    pending = pending_of(request.user, pending_id)
    add = _add_interviews if pending.kind == actions.CALENDAR else _add_applications
    return add(request, pending)


def _add_applications(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    form = HowToReadForm(request.POST, actions.open_table(pending))
    if not form.is_valid():
        return _table_page(request, pending, request.POST)
    return _done(actions.add_applications(pending=pending, how=form.how(), by=request.user, now=now()))


def _add_interviews(request: HttpRequest, pending: PendingImport) -> HttpResponse:
    form = DecisionsForm(request.POST, *actions.open_invitations(pending, by=request.user))
    if not form.is_valid():
        return _invitations_page(request, pending, form)
    return _done(actions.add_interviews(pending=pending, decisions=form.decisions(), by=request.user, now=now()))


def _done(added: actions.Added) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('debrief:import_file')}?{urlencode(vars(added))}")


@require_POST
def import_drop(request: HttpRequest, pending_id: uuid.UUID) -> HttpResponseRedirect:
    actions.drop_file(pending=pending_of(request.user, pending_id), by=request.user, now=now())
    return redirect("debrief:import_file")


def _table_page(request: HttpRequest, pending: PendingImport, given: object) -> HttpResponse:
    opened = actions.open_table(pending)
    form = HowToReadForm(given, opened)
    is_fit = not form.is_bound or form.is_valid()
    how = form.how() if form.is_bound and is_fit else opened.guessed
    preview = actions.look_at_table(opened, how, by=request.user) if is_fit else None
    columns = opened.columns(how.has_header)
    context = {
        "pending": pending,
        "form": form,
        "columns": [(form[f"c{number}"], shown, number + 1) for number, shown in enumerate(columns)],
        "has_company": "company" in how.fields,
        "preview": preview,
        "entries": [(entry, _stage_name(entry.stage)) for entry in preview.new[:SHOWN_ENTRIES]] if preview else [],
        "notices": [(one, PROBLEMS[one.problem]) for one in preview.read.notices[:SHOWN_NOTICES]] if preview else [],
        "more_notices": max(len(preview.read.notices) - SHOWN_NOTICES, 0) if preview else 0,
        "more_entries": max(len(preview.new) - SHOWN_ENTRIES, 0) if preview else 0,
    }
    return render(request, "debrief/import_table.html", context, status=200 if is_fit else 422)


def _stage_name(key: str) -> str:
    return OPPORTUNITY_STAGES[key].name.spoken(get_language() or "fr")


def _invitations_page(request: HttpRequest, pending: PendingImport, form: DecisionsForm | None = None) -> HttpResponse:
    invited, known = actions.open_invitations(pending, by=request.user)
    rows = [_invitation_row(one, known, form) for one in invited]
    asks = any(one.state in ("new", "moved", "called_off") for one in invited)
    context = {"pending": pending, "rows": rows, "asks": asks}
    return render(request, "debrief/import_invitations.html", context, status=422 if form else 200)


def _invitation_row(one: actions.Invited, known: tuple[Known, ...], form: DecisionsForm | None) -> dict[str, object]:
    """What is shown of an invitation: what was answered where the form came back, else what seems right."""
    to, company, follows = f"to-{one.number}", f"company-{one.number}", f"follows-{one.number}"
    guessed = str(one.opportunity.key) if one.opportunity else "new"
    chosen = form.data.get(to, "") if form else guessed
    return {
        "one": one,
        "chosen": chosen,
        "company": form.data.get(company, "") if form else one.company,
        "follows": follows in form.data if form else one.state == "moved",
        "offered": _offered(known, chosen),
        "errors": [*form.errors.get(to, ()), *form.errors.get(company, ())] if form else [],
    }


def _offered(known: tuple[Known, ...], chosen: str) -> list[tuple[str, str]]:
    """The opportunities to choose from: the key and the name of each, the one chosen first."""
    first = [one for one in known if str(one.key) == chosen]
    return [(str(one.key), str(one)) for one in dict.fromkeys([*first, *known[:OFFERED_OPPORTUNITIES]])]
