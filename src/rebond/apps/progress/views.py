"""Pages of the progress: what the interviews have in common, and one of them seen from several sides."""

import uuid
from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rebond.apps.base.clock import now
from rebond.apps.debrief.queries import account_of
from rebond.apps.moments.queries import reading_of
from rebond.apps.progress import findings, pictures, queries
from rebond.apps.progress.queries import Answers, Happened, Span


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    moment = now()
    span = queries.span_of(request.user, request.GET.get("range", ""), now=moment)
    context = {"span": span, "ranges": queries.RANGES, "method": findings.METHOD, "most_drawn": queries.MOST_DRAWN}
    if span.told:
        happened = queries.happened_in(span)
        context |= {
            "few": len(span.told) < findings.LEAST_INTERVIEWS,
            "latest": span.told[::-1],
            "sliders": [_slider(slider, span) for slider in findings.sliders_of(span.told)],
            "remedies": _remedies(request.user, span, happened),
            **_incidents(span, happened),
            **_phases(span),
            **_answers(queries.answers_in(span, now=moment), span),
            **_applications(request.user),
            **_preparation(span),
        }
    return render(request, "progress/overview.html", context)


def _slider(slider: findings.Slider, span: Span) -> dict[str, object]:
    key = slider.key
    rows = [
        (one, one.hot[key], one.cold[key]) for one in reversed(span.told) if {one.hot[key], one.cold[key]} != {None}
    ]
    return {"key": key, "found": slider, "picture": pictures.line_of(span.told, key), "rows": rows}


def _incidents(span: Span, happened: Happened) -> dict[str, object]:
    found = findings.incidents_of(span, happened)
    frequent = pictures.bars_of_incidents(found)
    return {
        "incidents": found,
        "frequent": frequent,
        "frequent_rows": list(zip(frequent.bars, found.frequent, strict=True)),
        "families": pictures.families_of(found),
    }


def _remedies(person: AbstractBaseUser, span: Span, happened: Happened) -> Sequence[dict[str, object]]:
    followed = findings.remedied(span, queries.followed_by(person), happened)
    return [
        {"found": one, "picture": pictures.bars_of_remedy(one), "name": f"remedy-{one.followed.priority_id}"}
        for one in followed
    ]


def _phases(span: Span) -> dict[str, object]:
    found = findings.phases_of(queries.assurance_in(span))
    picture = pictures.bars_of_phases(found)
    rows = list(zip(picture.bars, found.means.values(), strict=True))
    return {"phases": found, "phases_picture": picture, "phase_rows": rows}


def _answers(answers: Answers, span: Span) -> dict[str, object]:
    silence = findings.silence_after_interviews(answers)
    expectations = findings.expectations_of(answers)
    return {
        "answers": answers,
        "silence": silence,
        "silent_after_days": queries.SILENT_AFTER.days,
        "answers_picture": pictures.bars_of_answers(answers, silence),
        "expectations": expectations,
        "expectations_picture": pictures.bars_of_expectations(expectations),
        "expected": pictures.expected_rows(span.told),
    }


def _applications(person: AbstractBaseUser) -> dict[str, object]:
    silence = findings.silence_after_applications(queries.stages_of(person))
    return {"applications": silence, "applications_picture": pictures.bar_of_applications(silence)}


def _preparation(span: Span) -> dict[str, object]:
    items = findings.preparation_of(queries.prepared_in(span))
    picture = pictures.bars_of_preparation(items)
    return {"prepared": list(zip(picture.bars, items, strict=True)), "prepared_picture": picture}


@require_GET
def viewpoints(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """One interview from all sides known: hot, cold, what the recruiter said, the answer."""
    account = account_of(request.user, account_id)
    read = reading_of(account)
    context = {
        "account": account,
        "read": read,
        "cold": queries.cold_of(account),
        "feedback": [moment for moment in read.moments if moment.nature == "feedback"] if read else [],
        "off": pictures.off_in_words(findings.how_off(account.expected, account.outcome)),
    }
    return render(request, "progress/viewpoints.html", context)
