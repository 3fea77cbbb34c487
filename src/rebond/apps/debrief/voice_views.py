"""Pages of the voice: the memo is recorded, heard, corrected while one listens, and kept."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rebond.apps.base.clock import now
from rebond.apps.base.language import page_language
from rebond.apps.debrief import actions, voice_actions, voice_queries, voice_tasks
from rebond.apps.debrief.forms import AccountForm
from rebond.apps.debrief.hearing_actions import model_here
from rebond.apps.debrief.models import Recording
from rebond.apps.debrief.queries import account_of
from rebond.apps.debrief.ranges import part_of
from rebond.apps.debrief.views import told_interview
from rebond.apps.debrief.voice_forms import FileForm, FinishForm, PassagesForm, PlaceForm, sound_type
from rebond.apps.debrief.voice_words import can_be_heard, may_help_again, problem_of, shown_passages, shown_unheard

State = Recording.State
PIECE_BYTES = 2**20
"""A file that no script cut is cut here."""
REFUSALS = {"closed": 409, "other": 409, "too_much": 413}


@require_GET
def voice(request: HttpRequest) -> HttpResponse:
    """Where one speaks."""
    return _voice_page(request, request.GET)


def _voice_page(request: HttpRequest, given: QueryDict, problem: str = "", status: int = 200) -> HttpResponse:
    language = page_language()
    context = {
        "key": uuid.uuid4(),
        "languages": sorted(settings.LANGUAGES, key=lambda pair: pair[0] != language),
        "model": model_here(),
        "unfinished": voice_queries.unkept_of(request.user),
        "told": told_interview(request, given),
        "problem": problem,
        "longest_minutes": voice_actions.LONGEST_MINUTES,
        "largest_megabytes": voice_actions.LARGEST_BYTES // 2**20,
    }
    return render(request, "debrief/voice.html", context, status=status)


@require_POST
def piece(request: HttpRequest, key: uuid.UUID, take: int, number: int) -> HttpResponse:
    """A piece of sound; 204 says that it is on disk."""
    form = PlaceForm(request.GET)
    if not form.is_valid():
        return HttpResponse(status=422)
    if int(request.META.get("CONTENT_LENGTH") or 0) > voice_actions.LARGEST_PIECE_BYTES:
        return HttpResponse(status=413)
    try:
        voice_actions.keep_piece(
            key=key,
            take=take,
            number=number,
            content=request.body,
            language=form.cleaned_data["language"],
            media_type=sound_type(request.content_type or ""),
            interview=told_interview(request, request.GET),
            by=request.user,
            now=now(),
        )
    except voice_actions.PieceRefusedError as refused:
        return HttpResponse(status=REFUSALS[refused.why])
    return HttpResponse(status=204)


@require_GET
def held(request: HttpRequest, key: uuid.UUID) -> JsonResponse:
    """Which pieces are on disk, so that a browser sends the others."""
    recording = voice_queries.unfinished_of(request.user, key)
    if recording is None:
        return JsonResponse({"state": "absent", "takes": {}})
    return JsonResponse({"state": recording.state, "takes": voice_queries.pieces_held(recording)})


@require_POST
def finish(request: HttpRequest, key: uuid.UUID) -> JsonResponse:
    """No more sound comes; what is missing is told."""
    recording, form = voice_queries.recording_of(request.user, key), FinishForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"problem": _("This recording cannot be made out. Record it again.")}, status=422)
    try:
        voice_tasks.finish_recording(
            recording=recording, pieces=form.cleaned_data["pieces"], by=request.user, now=now()
        )
    except voice_actions.MissingPiecesError as error:
        return JsonResponse({"missing": error.places}, status=409)
    except voice_actions.TooManyWaitingError:
        return JsonResponse({"problem": _too_many_waiting()}, status=422)
    return JsonResponse({"address": reverse("debrief:recording", args=[key])})


def _too_many_waiting() -> str:
    return _("Ten recordings wait to be written down already. This one is kept: have it written down when one is done.")


@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """A sound file chosen, where no script sends it in pieces."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        problem = next(iter(form.errors.values()))[0]
        return _voice_page(request, request.POST, problem, 422)
    key, content = uuid.uuid4(), form.cleaned_data["sound"].read()
    cuts = range(0, len(content), PIECE_BYTES)
    for number, start in enumerate(cuts):
        voice_actions.keep_piece(
            key=key,
            take=0,
            number=number,
            content=content[start : start + PIECE_BYTES],
            language=form.cleaned_data["language"],
            media_type=sound_type(form.cleaned_data["sound"].content_type or ""),
            interview=told_interview(request, request.POST),
            by=request.user,
            now=now(),
        )
    recording = voice_queries.recording_of(request.user, key)
    return _finished(request, recording, [len(cuts)])


def _finished(request: HttpRequest, recording: Recording, pieces: list[int]) -> HttpResponse:
    try:
        voice_tasks.finish_recording(recording=recording, pieces=pieces, by=request.user, now=now())
    except voice_actions.TooManyWaitingError:
        return _voice_page(request, request.POST, _too_many_waiting(), 422)
    return redirect("debrief:recording", recording.pk)


@require_POST
def take_as_it_is(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What came of a recording whose browser does not come back is finished as it is."""
    recording = voice_queries.recording_of(request.user, key)
    held_now = voice_queries.pieces_held(recording)
    whole = [_unbroken(held_now.get(take, [])) for take in range(max(held_now, default=-1) + 1)]
    return _finished(request, recording, whole)


def _unbroken(numbers: list[int]) -> int:
    return next((place for place, number in enumerate(numbers) if place != number), len(numbers))


@require_GET
def recording(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far it is, then its text, to correct while one listens."""
    return _recording_page(request, voice_queries.recording_of(request.user, key))


def _recording_page(request: HttpRequest, found: Recording, problem: str = "", status: int = 200) -> HttpResponse:
    if found.state == State.KEPT:
        return redirect("debrief:account", found.pk)
    if found.state == State.OPEN:
        return redirect("debrief:voice")
    return render(request, "debrief/voice_text.html", _progress(found) | {"problem": problem}, status=status)


def _progress(found: Recording) -> dict[str, object]:
    return {
        "recording": found,
        "state": str(found.state),
        "problem": "",
        "why": problem_of(found),
        "can_be_heard": can_be_heard(found),
        "may_help_again": may_help_again(found),
        "progress": round(100 * found.heard_s / found.duration_s) if found.duration_s else 0,
        "passages": shown_passages(voice_queries.passages_of(found)),
        "unheard": shown_unheard(found),
        "stage": "debrief",
    }


@require_GET
def voice_progress(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far it is; once it is over the page comes anew, whole."""
    found = voice_queries.recording_of(request.user, key)
    if found.state not in (State.WAITING, State.RUNNING):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "debrief/_voice_progress.html", _progress(found))


@require_GET
def sound(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The sound, whole or the part that is asked for."""
    found = voice_queries.sound_of(voice_queries.recording_of(request.user, key))
    if found is None:
        return HttpResponse(status=404)
    media_type, content = found
    return part_of(content, media_type, request.headers.get("Range", ""))


@require_POST
def cancel(request: HttpRequest, key: uuid.UUID) -> HttpResponseRedirect:
    voice_actions.cancel_hearing(recording=voice_queries.recording_of(request.user, key), by=request.user, now=now())
    return redirect("debrief:recording", key)


@require_POST
def again(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found = voice_queries.recording_of(request.user, key)
    try:
        voice_tasks.hear_again(recording=found, by=request.user, now=now())
    except voice_actions.TooManyWaitingError:
        return _recording_page(request, found, _too_many_waiting(), 422)
    return redirect("debrief:recording", key)


@require_POST
def passages(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What was corrected so far."""
    found, form = voice_queries.recording_of(request.user, key), PassagesForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    _correct(request, found, form)
    return HttpResponse(status=204)


def _correct(request: HttpRequest, found: Recording, form: PassagesForm) -> None:
    voice_actions.correct_passages(
        recording=found, words=form.words(), typed=form.cleaned_data["typed"], by=request.user, now=now()
    )


@require_POST
def keep(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The text becomes the account."""
    found, form = voice_queries.recording_of(request.user, key), PassagesForm(request.POST)
    if found.state not in voice_actions.CAN_BE_KEPT:  # kept from another tab, or not heard yet
        return redirect("debrief:recording", key)
    if not form.is_valid():
        return _recording_page(request, found, next(iter(form.errors.values()))[0], 422)
    _correct(request, found, form)
    text = AccountForm({"text": voice_actions.text_of(found)})
    if not text.is_valid():
        return _recording_page(request, found, next(iter(text.errors.values()))[0], 422)
    try:
        voice_actions.keep_text(
            recording=found,
            text=text.cleaned_data["text"],
            keep_sound=form.cleaned_data["keep_sound"],
            by=request.user,
            now=now(),
        )
    except actions.KeyTakenError:  # kept from another tab a moment ago
        return redirect("debrief:account", key)
    except voice_actions.NotHeardYetError:  # removed, or being heard again, from another tab a moment ago
        return redirect("debrief:recording", key)
    return redirect("debrief:account", key)


@require_POST
def remove_recording(request: HttpRequest, key: uuid.UUID) -> HttpResponseRedirect:
    voice_actions.remove_recording(recording=voice_queries.recording_of(request.user, key), by=request.user, now=now())
    return redirect("debrief:voice")


@require_POST
def erase_sound(request: HttpRequest, account_id: uuid.UUID) -> HttpResponseRedirect:
    voice_actions.erase_sound(account=account_of(request.user, account_id), by=request.user, now=now())
    return redirect("debrief:account", account_id)
