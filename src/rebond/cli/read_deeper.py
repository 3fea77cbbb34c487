"""A second opinion on the command line: asked of the person's own language model, and shown to check.

A model on another machine gets the account only once what would leave has been shown, and a person has agreed on this
terminal or named that very machine with --send-to.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from rebond.apps.moments.language_model import (
    LONGEST_TEXT,
    LanguageModel,
    ModelFailed,
    UnusableSettings,
    ask,
    language_model_of,
)
from rebond.cli.read_print import wrapped
from rebond.cli.refusals import Refused
from rebond.cli.screen import Screen, harmless
from rebond.cli.spoken import grouped, say
from rebond.engine.moments.deeper import DeeperPassage, DeeperReading, UnreadableAnswer, deeper_reading
from rebond.engine.moments.deeper_request import DeeperRequest, request_about
from rebond.engine.moments.types import Reading
from rebond.engine.text.limits import TextRefused
from rebond.taxonomy.labels import DISTORTIONS, INCIDENTS, NATURES

INDENT = "  "


@dataclass(frozen=True)
class Agreed:
    """What may be asked of which model, as the person agreed."""

    model: LanguageModel
    request: DeeperRequest
    text: str
    spans: tuple[tuple[int, int], ...]


def chosen_model() -> LanguageModel:
    """The model that the environment names. Raises Refused where there is none, or none that can be asked."""
    try:
        model = language_model_of(os.environ)
    except UnusableSettings as unusable:
        raise Refused(say(f"doctor.need_model_{unusable.problem}")) from unusable
    if model is None:
        raise Refused(say("read.deeper_no_model"))
    return model


def agreed(model: LanguageModel, text: str, reading: Reading, *, send_to: str | None, can_ask: bool) -> Agreed:
    """What will be asked of `model`; for another machine, what would leave is shown first, and agreement is needed.

    `can_ask` tells whether a person sits before standard input. Raises Refused where the text is too long for a model,
    or nobody has agreed.
    """
    spans = tuple((moment.start, moment.end) for moment in reading.moments)
    try:
        request = request_about(text, spans, lang=reading.lang)
    except TextRefused as refusal:
        raise Refused(say("read.deeper_too_long", most=grouped(LONGEST_TEXT))) from refusal
    if not model.is_local:
        _check_agreement(model, request, send_to=send_to, can_ask=can_ask)
    return Agreed(model, request, text, spans)


def _check_agreement(model: LanguageModel, request: DeeperRequest, *, send_to: str | None, can_ask: bool) -> None:
    click.echo(say("read.deeper_would_leave", address=model.address, name=harmless(model.name)), err=True)
    if model.key:
        click.echo(say("read.deeper_with_key"), err=True)
    for message in request.messages:
        click.echo("", err=True)
        for line in message.content.splitlines():
            click.echo(harmless(line), err=True)
    click.echo("", err=True)
    if send_to is not None:
        if send_to != model.host:
            raise Refused(say("read.deeper_other_host", host=model.host))
        return
    if not can_ask:
        raise Refused(say("read.deeper_must_agree", host=model.host))
    click.echo(say("read.deeper_agree", host=model.host), err=True, nl=False)
    if sys.stdin.readline().strip().casefold() != say("read.deeper_yes"):
        raise Refused(say("read.deeper_not_sent"))


def second_opinion(asked: Agreed) -> DeeperReading:
    """What the model says. Raises Refused, with a sentence that tells what to do, where nothing comes of it."""
    model = asked.model
    click.echo(say("read.deeper_asking", name=harmless(model.name)), err=True)
    try:
        return deeper_reading(ask(model, asked.request), asked.text, asked.spans)
    except ModelFailed as failed:
        raise Refused(say(f"deeper.{failed.reason}", address=model.address, host=model.host)) from failed
    except UnreadableAnswer as unreadable:
        raise Refused(say("deeper.nonsense")) from unreadable


def deeper_values(said: DeeperReading, model: LanguageModel) -> dict[str, object]:
    """The value of "deeper" in `rebond read --json --deeper`; "moment" is a position in "moments"."""
    return {
        "model": model.name,
        "passages": [
            {
                "moment": passage.position,
                "start": passage.start,
                "end": passage.end,
                "quote": passage.quote,
                "nature": passage.nature,
                "incidents": list(passage.incidents),
                "distortions": list(passage.distortions),
            }
            for passage in said.passages
        ],
        "not_found": said.not_found,
        "unknown": said.unknown,
    }


def deeper_page(said: DeeperReading, model: LanguageModel, *, language: str, screen: Screen) -> str:
    """The second opinion for a person, to be printed after the reading; ends with a line feed."""
    lines = []
    for indent, words in _paragraphs(said, model, language):
        lines += [f"{indent}{line}".rstrip(" ") for line in wrapped(words, screen.width - len(indent))]
    return "\n".join(lines) + "\n"


def _paragraphs(said: DeeperReading, model: LanguageModel, language: str) -> Iterator[tuple[str, str]]:
    yield "", ""
    yield "", say("deeper.title", language, name=harmless(model.name))
    yield "", say("deeper.note", language)
    for passage in said.passages:
        yield "", ""
        yield INDENT, say("deeper.words", language, words=harmless(passage.quote))
        names = say("page.separator", language).join(_names(passage, language))
        yield 2 * INDENT, say("page.perhaps", language, names=names)
    if not said.passages:
        yield INDENT, say("deeper.nothing", language)
    if said.not_found:
        yield "", ""
        yield "", say("deeper.not_found", language, count=said.not_found)


def _names(passage: DeeperPassage, language: str) -> Iterator[str]:
    if passage.nature is not None:
        yield NATURES[passage.nature].name.spoken(language)
    yield from (INCIDENTS[key].name.spoken(language) for key in passage.incidents)
    yield from (DISTORTIONS[key].name.spoken(language) for key in passage.distortions)
