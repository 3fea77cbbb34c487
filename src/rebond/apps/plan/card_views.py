"""The card of a coming interview: on screen, as a page of PDF, and the way to the next one."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.fragments import is_partial, render_page_or_part
from rebond.apps.base.language import page_language
from rebond.apps.debrief.models import Interview
from rebond.apps.plan import card_actions as actions
from rebond.apps.plan import card_words as words_of
from rebond.apps.plan.card_forms import AddForm, ChangeForm, ReadyForm, SourceForm
from rebond.apps.plan.card_queries import interview_of, next_interview_of

DENSE = 1900
"""Characters of a card whose printed letters are smaller, so that it stays on one sheet. Measured in Chromium."""


@dataclass(frozen=True)
class Row:
    """A line as the page shows it.

    Attributes:
        source, words, detail, origin: of the line; `origin` in words.
        whole: its words uncut, as one changes them.
        key: its source as an id of the page.
        is_own, is_everywhere: whether the candidate holds it; whether it is on every card.
        can_rise, can_sink: whether it may be moved.
        prompt: over an empty line after it, or "".
    """

    source: str
    words: str
    detail: str
    origin: str
    whole: str
    key: str
    is_own: bool
    is_everywhere: bool
    can_rise: bool
    can_sink: bool
    prompt: str


@require_GET
def card(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    return _page(request, interview_of(request.user, interview_id))


@require_GET
def next_card(request: HttpRequest) -> HttpResponse:
    interview = next_interview_of(request.user, now())
    if interview is None:
        return render(request, "plan/card_none.html")
    return redirect("plan:card", interview.pk)


@require_GET
def card_pdf(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    interview = interview_of(request.user, interview_id)
    try:
        page = actions.pdf_of_card(actions.card_of(interview), now=now())
    except actions.SheetError:
        problem = _("The PDF could not be made here. Print this page from your browser: it fits on one sheet too.")
        return _page(request, interview, problem=problem, status=503)
    name = "-".join(filter(None, ("rebond", slugify(interview.opportunity.company)[:40], page_language())))
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(page, content_type="application/pdf", headers=headers)


@require_POST
def add_line(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    return _changed(request, interview_id, AddForm, actions.add_line)


@require_POST
def keep_line(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    return _changed(request, interview_id, SourceForm, actions.keep_line)


@require_POST
def change_line(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    return _changed(request, interview_id, ChangeForm, actions.change_line)


@require_POST
def leave_out(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    return _changed(request, interview_id, SourceForm, actions.leave_out)


@require_POST
def put_back(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    return _changed(request, interview_id, SourceForm, actions.put_back)


@require_POST
def remove_line(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    return _changed(request, interview_id, SourceForm, actions.remove_line)


@require_POST
def move_up(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    return _changed(request, interview_id, SourceForm, actions.move_up)


@require_POST
def move_down(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    return _changed(request, interview_id, SourceForm, actions.move_down)


@require_POST
def note_ready(request: HttpRequest, interview_id: uuid.UUID) -> HttpResponse:
    return _changed(request, interview_id, ReadyForm, actions.note_ready)


def _changed(
    request: HttpRequest, interview_id: uuid.UUID, form_class: type[forms.Form], change: Callable[..., object]
) -> HttpResponse:
    interview = interview_of(request.user, interview_id)
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, interview, problem=_problem_of(form), status=422)
    try:
        change(interview=interview, by=request.user, now=now(), **form.cleaned_data)
    except actions.NoSuchLineError as error:
        raise Http404 from error
    if is_partial(request):
        return _page(request, interview, announce=_("Noted."))
    return redirect("plan:card", interview.pk)


def _problem_of(form: forms.Form) -> str:
    if "words" in form.errors:
        return str(form.errors["words"][0])
    return _("This choice does not exist. Reload the page and try again.")


def _page(
    request: HttpRequest, interview: Interview, *, announce: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    shown = actions.card_of(interview)
    context = {
        "interview": interview,
        "day": words_of.day_of(interview),
        "facts": words_of.facts_of(interview),
        "sections": [_section(shown, section) for section in shown.sections],
        "left_out": [(one, words_of.TITLES[one.section]) for one in shown.left_out],
        "items": [(one, words_of.in_the_readers_language(one.item.name)) for one in shown.items],
        "is_dense": _characters(shown) > DENSE,
        "problem": problem,
    }
    status = 200 if is_partial(request) else status  # htmx swaps nothing of an error
    return render_page_or_part(
        request, "plan/card.html", context, part="part", announce=problem or announce, status=status
    )


def _characters(shown: actions.Card) -> int:
    return sum(len(line.words) + len(line.detail) for section in shown.sections for line in section.lines)


def _section(shown: actions.Card, section: actions.Section) -> dict[str, object]:
    lines = section.lines + section.rest
    held = [line.source for line in lines if line.origin == actions.OWN]
    rows = []
    for place, line in enumerate(lines):
        is_own = line.source in held
        rows.append(
            Row(
                source=line.source,
                words=line.words,
                detail=line.detail,
                origin=words_of.origin_of(line.origin, line.about),
                whole=actions.whole_words(shown.found[line.source]),
                key=line.source.replace(":", "-"),
                is_own=is_own,
                is_everywhere=line.source in shown.everywhere,
                can_rise=place > 0,
                can_sink=is_own and line.source != held[-1],
                prompt=_("This time, at that point, I:") if line.origin == "turning" else "",
            )
        )
    return {
        "key": section.key,
        "title": words_of.TITLES[section.key],
        "prompt": words_of.PROMPTS[section.key],
        "is_main": section.key in actions.MAIN,
        "rows": rows[: len(section.lines)],
        "rest": rows[len(section.lines) :],
    }
