"""The card as one A4 page: bytes of a PDF, set by typst with the fonts of its own wheel.

What people wrote goes in as data (JSON in `sys.inputs`) and is never read as typst code. The page is tagged, its order
of reading is that of the values, and it is always exactly one: card.typ tries smaller letters, then leaves lines out.
"""

import dataclasses
import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rebond.engine.plan.card import shortened

TEMPLATE = Path(__file__).parent / "card.typ"
#: Accessible PDF (ISO 14289-1): tags, language, title. Refused by typst where a sign has no picture in its fonts.
ACCESSIBLE: Literal["ua-1"] = "ua-1"
#: Sizes that card.typ tries, in points, the largest that fits is taken. Under 8 a tired reader gives up: our judgement.
SIZES_PT: tuple[float, ...] = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
#: Characters of a heading or a value of the appointment: two lines of its place. Our judgement.
LONGEST_VALUE = 90
#: Characters after which a word may be broken anywhere: none of a language is longer, an address often is.
LONGEST_UNBROKEN = 24
#: Values of the appointment at most: one row across the page. Our judgement.
MOST_FACTS = 6
MOST_TICKS = 16


class SheetError(RuntimeError):
    """The page could not be set: typst is absent or refused. The message is typst's, in English, for a log."""


@dataclass(frozen=True)
class Fact:
    """One value of the appointment: when, where, whom. `link` is an address that opens, or ""."""

    name: str
    value: str
    link: str = ""


@dataclass(frozen=True)
class SheetLine:
    """One line: what it says, what stands under it, where it comes from, a prompt for a line left to write; or ""."""

    words: str
    detail: str = ""
    origin: str = ""
    prompt: str = ""


@dataclass(frozen=True)
class Block:
    """A section of the page. Where it has no line, `prompt` stands over an empty lined space."""

    key: str
    title: str
    prompt: str
    lines: tuple[SheetLine, ...] = ()


@dataclass(frozen=True)
class Tick:
    """One thing to have ready, and whether it is."""

    name: str
    is_done: bool


@dataclass(frozen=True)
class Sheet:
    """Everything that stands on the page, in the reader's language.

    Attributes:
        lang: "fr" or "en": hyphenation, and the language that the PDF names.
        kind: what this page is, small over the title.
        title: whom one meets; subtitle: for what, or "".
        when: day and hour, or "".
        facts: the appointment.
        main, side: sections of the wide column and of the narrow one.
        ticks_title, ticks: what to have ready.
        notes_title: over the lined space at the foot.
        foot: one line under all.
    """

    lang: str
    kind: str
    title: str
    subtitle: str
    when: str
    facts: tuple[Fact, ...]
    main: tuple[Block, ...]
    side: tuple[Block, ...]
    ticks_title: str
    ticks: tuple[Tick, ...]
    notes_title: str
    foot: str


def pdf_of(sheet: Sheet, *, at: datetime.datetime) -> bytes:
    """The page as PDF. The same sheet and `at` (when it was made, with its time zone) give the same bytes.

    Raises SheetError where typst is absent or refuses.
    """
    return _set(sheet, at=at, output="pdf")


def picture_of(sheet: Sheet, *, at: datetime.datetime) -> bytes:
    """The same page as PNG, 144 points an inch. Raises SheetError as `pdf_of` does."""
    return _set(sheet, at=at, output="png")


def _set(sheet: Sheet, *, at: datetime.datetime, output: Literal["pdf", "png"]) -> bytes:
    try:
        import typst  # noqa: PLC0415  # slow import
    except ImportError as error:
        raise SheetError(f"typst cannot be loaded: {error}") from error
    given = {"sheet": json.dumps(_as_data(sheet), ensure_ascii=False)}
    refused = ""
    for standard in (ACCESSIBLE, None) if output == "pdf" else (None,):
        try:
            made: bytes = typst.compile(
                TEMPLATE,
                format=output,
                ignore_system_fonts=True,
                sys_inputs=given,
                timestamp=at.astimezone(datetime.UTC).replace(microsecond=0),
                pdf_standards=standard,
            )
        except typst.TypstError as error:
            refused = error.message
        else:
            return made
    raise SheetError(refused)


def _as_data(sheet: Sheet) -> dict[str, object]:
    """The sheet as JSON values, each text made ready to be set, with the sizes and the order in which lines may go."""
    french = sheet.lang == "fr"
    plain = dataclasses.asdict(
        dataclasses.replace(
            sheet,
            title=shortened(sheet.title, LONGEST_VALUE),
            subtitle=shortened(sheet.subtitle, LONGEST_VALUE),
            when=shortened(sheet.when, LONGEST_VALUE),
            facts=tuple(
                Fact(fact.name, shortened(fact.value, LONGEST_VALUE), fact.link) for fact in sheet.facts[:MOST_FACTS]
            ),
            ticks=sheet.ticks[:MOST_TICKS],
        )
    )
    ready = {key: value if key == "lang" else _ready(value, french=french) for key, value in plain.items()}
    return ready | {"sizes": list(SIZES_PT), "leaving": _leaving(sheet)}


def _leaving(sheet: Sheet) -> list[str]:
    """Lines ("section-number") in the order in which they go where even the smallest letters are too large.

    Always the last line of the section that has most left, of equals the last one: what is first is kept longest.
    """
    counts = {block.key: len(block.lines) for block in (*sheet.main, *sheet.side)}
    order = []
    while any(counts.values()):
        longest = max(reversed(counts), key=lambda key: counts[key])
        counts[longest] -= 1
        order.append(f"{longest}-{counts[longest]}")
    return order


#: What French sets off by a space that must not break, where the space was typed as an ordinary one.
_BEFORE = re.compile(r" (?=[:;?!»])")
_AFTER = re.compile(r"(?<=«) ")
_UNBROKEN = re.compile(rf"\S{{{LONGEST_UNBROKEN + 1},}}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_ZERO_WIDTH = "\u200b"


def _ready(value: object, *, french: bool) -> object:
    if isinstance(value, dict):
        return {key: inner if key in ("key", "link") else _ready(inner, french=french) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_ready(inner, french=french) for inner in value]
    if not isinstance(value, str):
        return value
    text = _UNSEEN.sub("", value)
    if french:
        text = _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text))
    return _UNBROKEN.sub(lambda run: _ZERO_WIDTH.join(_pieces(run[0])), text)


def _pieces(run: str) -> list[str]:
    """A run without spaces in pieces between which a line may end; nothing is shown there."""
    step = LONGEST_UNBROKEN // 2
    return [run[start : start + step] for start in range(0, len(run), step)]
