"""The card of an interview: composed from what there is, and every change that the candidate makes to it."""

import dataclasses
import datetime
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from rebond.apps.base.audit import record
from rebond.apps.base.language import page_language
from rebond.apps.debrief.models import Interview, Readied
from rebond.apps.plan import card_words as words_of
from rebond.apps.plan.card_queries import Found, Item, found_for, items_of, not_as_proposed, own_lines_of
from rebond.apps.plan.models import CardLeftOut, CardLine
from rebond.engine.plan.card import OWN, Lesson, Section, compose, shortened
from rebond.engine.plan.sheet import Block, Fact, Sheet, SheetError, SheetLine, Tick, pdf_of

__all__ = ("OWN", "Section", "SheetError")

LONGEST_KEPT = 400
"""Characters of a line that is kept, as its table has it."""
MAIN = (CardLine.Section.LESSON, CardLine.Section.SENTENCE, CardLine.Section.STORY)
"""Sections of the wide column; the others stand in the narrow one."""


class NoSuchLineError(LookupError):
    """No such line is on the card."""


@dataclass(frozen=True)
class Card:
    """The card of one interview.

    Attributes:
        interview: with its opportunity.
        sections: all of them in order, as the engine chose their lines.
        found: all that may stand on it, by source, with its whole words.
        everywhere: sources of lines that stand on every card.
        left_out: what the candidate left out, section by section.
        items: the preparation sheet.
    """

    interview: Interview
    sections: tuple[Section, ...]
    found: dict[str, Found]
    everywhere: frozenset[str]
    left_out: tuple[Found, ...]
    items: tuple[Item, ...]


def card_of(interview: Interview) -> Card:
    """The card as it stands. Eleven queries at most, whatever there is; nothing is written."""
    found, everywhere = found_for(interview)
    settled = not_as_proposed(interview)
    return Card(
        interview=interview,
        sections=compose(Lesson(**vars(one)) for one in found if one.source not in settled),
        found={one.source: one for one in found},
        everywhere=everywhere,
        left_out=tuple(one for one in found if settled.get(one.source)),
        items=items_of(interview),
    )


def pdf_of_card(card: Card, *, now: datetime.datetime) -> bytes:
    """The card as a page of PDF in the reader's language, dated `now`. Raises SheetError where it cannot be set."""
    blocks = {section.key: _block(section) for section in card.sections}
    opportunity = card.interview.opportunity
    sheet = Sheet(
        lang=page_language(),
        kind=_("My interview card"),
        title=opportunity.company,
        subtitle=opportunity.post,
        when=words_of.day_of(card.interview),
        facts=tuple(Fact(*fact) for fact in words_of.facts_of(card.interview)),
        main=tuple(blocks[key] for key in MAIN),
        side=tuple(block for key, block in blocks.items() if key not in MAIN),
        ticks_title=_("Ready?"),
        ticks=tuple(Tick(words_of.in_the_readers_language(one.item.name), one.is_ready) for one in card.items),
        notes_title=_("On the day, and just after"),
        foot=_("Made of my own accounts, with Rebond."),
    )
    return pdf_of(sheet, at=now)


def _block(section: Section) -> Block:
    def line(source: str, origin: str, words: str, detail: str, about: str) -> SheetLine:
        prompt = _("This time, at that point, I:") if origin == "turning" else ""
        return SheetLine(words, detail, words_of.origin_of(origin, about), prompt)

    return Block(
        key=section.key,
        title=str(words_of.TITLES[section.key]),
        prompt=str(words_of.PROMPTS[section.key]),
        lines=tuple(line(*dataclasses.astuple(one)) for one in section.lines),
    )


@transaction.atomic
def add_line(
    *, interview: Interview, section: str, words: str, everywhere: bool, by: AbstractBaseUser, now: datetime.datetime
) -> CardLine:
    """Add a line in the candidate's words at the end of a section, for this card or for every card."""
    line = _new_line(interview, section, words, everywhere=everywhere, now=now)
    record(by=by, verb="add_card_line", target=line, now=now)
    return line


def _new_line(interview: Interview, section: str, words: str, *, everywhere: bool, now: datetime.datetime) -> CardLine:
    last = own_lines_of(interview).filter(section=section).last()
    return CardLine.objects.create(
        owner_id=interview.owner_id,
        interview=None if everywhere else interview,
        section=section,
        position=last.position + 1 if last else 0,
        words=words,
        at=now,
    )


@transaction.atomic
def keep_line(*, interview: Interview, source: str, by: AbstractBaseUser, now: datetime.datetime) -> CardLine:
    """Hold what is proposed as a line of its own, which nothing later displaces. A line that is held stays as it is.

    Raises NoSuchLineError.
    """
    found = _found(interview, source)
    line = _held(interview, found, now=now)
    record(by=by, verb="keep_card_line", target=line, now=now)
    return line


def _found(interview: Interview, source: str) -> Found:
    for one in found_for(interview)[0]:
        if one.source == source:
            return one
    raise NoSuchLineError(source)


def _held(interview: Interview, found: Found, *, now: datetime.datetime) -> CardLine:
    """The line that stands for `found`, made where there is none."""
    if found.origin == OWN:
        return own_lines_of(interview).get(pk=_line_id(found.source))
    line = _new_line(interview, found.section, whole_words(found), everywhere=False, now=now)
    CardLeftOut.objects.update_or_create(
        interview=interview, source=found.source, defaults={"kept_as": line, "at": now}
    )
    return line


def whole_words(found: Found) -> str:
    """What a line says once it is kept: its words and what stands under them, as long as its table takes."""
    return shortened(f"{found.words} – {found.detail}" if found.detail else found.words, LONGEST_KEPT)


def _line_id(source: str) -> int:
    return int(source.partition(":")[2])


@transaction.atomic
def change_line(
    *, interview: Interview, source: str, words: str, everywhere: bool, by: AbstractBaseUser, now: datetime.datetime
) -> CardLine:
    """Put a line in the candidate's own words, for this card or for every card. Raises NoSuchLineError."""
    line = _held(interview, _found(interview, source), now=now)
    line.words, line.interview, line.at = words, None if everywhere else interview, now
    line.save(update_fields=["words", "interview", "at"])
    record(by=by, verb="change_card_line", target=line, now=now)
    return line


@transaction.atomic
def leave_out(*, interview: Interview, source: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Leave a line out of this card; it stays within reach. Raises NoSuchLineError."""
    _found(interview, source)
    CardLeftOut.objects.get_or_create(interview=interview, source=source, defaults={"at": now})
    record(by=by, verb="leave_out_of_card", target=interview, now=now)


@transaction.atomic
def put_back(*, interview: Interview, source: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Put a line that was left out back on the card."""
    CardLeftOut.objects.filter(interview=interview, source=source, kept_as=None).delete()
    record(by=by, verb="put_back_on_card", target=interview, now=now)


@transaction.atomic
def remove_line(*, interview: Interview, source: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Delete a line of the candidate's own, from every card that it is on. What it was kept from is proposed again.

    Raises NoSuchLineError, also for what is merely proposed.
    """
    found = _found(interview, source)
    if found.origin != OWN:
        raise NoSuchLineError(source)
    line = own_lines_of(interview).get(pk=_line_id(source))
    record(by=by, verb="remove_card_line", target=line, now=now)
    CardLeftOut.objects.filter(interview__owner=interview.owner_id, source=source).delete()
    line.delete()


@transaction.atomic
def move_up(*, interview: Interview, source: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Move a line one place up in its section; what was proposed is kept by this. The first one stays where it is.

    Raises NoSuchLineError for a line that was left out.
    """
    section, place = _shown(card_of(interview), source)
    line = _held(interview, _found(interview, source), now=now)
    above = [_line_id(one.source) for one in (section.lines + section.rest)[:place] if one.origin == OWN]
    order = list(own_lines_of(interview).filter(section=section.key).values_list("pk", flat=True))
    order.remove(line.pk)
    held_above = len(above) == place
    target = order.index(above[-1]) + (0 if held_above else 1) if above else 0
    order.insert(target, line.pk)
    _renumber(order)
    record(by=by, verb="move_card_line_up", target=line, now=now)


@transaction.atomic
def move_down(*, interview: Interview, source: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Move a line one place down among those that the candidate holds in its section. Raises NoSuchLineError."""
    section, place = _shown(card_of(interview), source)
    lines = section.lines + section.rest
    if lines[place].origin != OWN:
        raise NoSuchLineError(source)
    below = [one for one in lines[place + 1 :] if one.origin == OWN]
    line = own_lines_of(interview).get(pk=_line_id(source))
    if below:
        order = list(own_lines_of(interview).filter(section=section.key).values_list("pk", flat=True))
        order.remove(line.pk)
        order.insert(order.index(_line_id(below[0].source)) + 1, line.pk)
        _renumber(order)
    record(by=by, verb="move_card_line_down", target=line, now=now)


def _shown(card: Card, source: str) -> tuple[Section, int]:
    for section in card.sections:
        for place, line in enumerate(section.lines + section.rest):
            if line.source == source:
                return section, place
    raise NoSuchLineError(source)


def _renumber(order: list[int]) -> None:
    places = {pk: place for place, pk in enumerate(order)}
    lines = list(CardLine.objects.filter(pk__in=order))
    for line in lines:
        line.position = places[line.pk]
    CardLine.objects.bulk_update(lines, ["position"])


@transaction.atomic
def note_ready(*, interview: Interview, key: str, ready: bool, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Tick an item of the preparation sheet for this interview, or untick it. Ticking twice keeps the first time."""
    ticked = Readied.objects.filter(interview=interview, key=key)
    if ready:
        ticked.get_or_create(interview=interview, key=key, defaults={"at": now})
    else:
        ticked.delete()
    record(by=by, verb="note_ready" if ready else "note_not_ready", target=interview, now=now)
