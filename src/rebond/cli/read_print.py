"""A reading for a person, laid out: coloured on a terminal, plain elsewhere, never told by colour alone."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from rebond.cli.read_page import MARKS, Page, Part, ShownCause, ShownMoment, ShownRemedy
from rebond.cli.screen import Screen
from rebond.cli.spoken import say

# Colours of the terminal's own palette, so that light and dark schemes both stay legible.
COLOURS = {"feeling": "magenta", "fact": "cyan", "feedback": "green", "interpretation": "yellow", "context": "white"}
WELL_MARK = "+"
WELL_COLOUR = "green"
TITLE = "bold"
PLAIN = ""
DISCREET = "dim"
SOFT = "italic"
INDENT = "    "


@dataclass(frozen=True)
class Paragraph:
    """Words to wrap.

    Attributes:
        text: one line, however long.
        style: of the words, as rich spells it.
        indent: spaces before every line.
        mark: stands in the indent of the first line.
        mark_style: of the mark.
    """

    text: str
    style: str = PLAIN
    indent: str = ""
    mark: str = ""
    mark_style: str = PLAIN


def laid_out(page: Page, screen: Screen) -> str:
    """The page as text for `screen`, escape sequences included only where it is coloured; ends with a line feed."""
    return written(_paragraphs(page), screen)


def written(paragraphs: Iterable[Paragraph], screen: Screen) -> str:
    """Paragraphs as text for `screen`, escape sequences included only where it is coloured; ends with a line feed."""
    lines = io.StringIO()
    console = Console(
        file=lines,
        force_terminal=screen.coloured,
        color_system="auto" if screen.coloured else None,
        width=screen.width,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for paragraph in paragraphs:
        for line in _lines(paragraph, screen.width):
            console.print(line, soft_wrap=True)
    return lines.getvalue()


def _lines(paragraph: Paragraph, width: int) -> Iterator[Text]:
    mark = paragraph.mark + " " * (len(paragraph.indent) - cell_len(paragraph.mark))
    for number, words in enumerate(wrapped(paragraph.text, width - len(paragraph.indent))):
        line = Text(end="")
        if number == 0 and paragraph.mark:
            line.append(mark, paragraph.mark_style)
        else:
            line.append(paragraph.indent if words else "")
        line.append(words, paragraph.style)
        yield line


def wrapped(text: str, width: int) -> Iterator[str]:
    """`text` cut at its spaces into lines of at most `width` cells; non-breaking spaces hold, words stay whole."""
    line: list[str] = []
    filled = 0
    for word in text.split(" "):
        cells = cell_len(word)
        if line and filled + 1 + cells > width:
            yield " ".join(line)
            line, filled = [], 0
        filled += cells + (1 if line else 0)
        line.append(word)
    yield " ".join(line)


def _paragraphs(page: Page) -> Iterator[Paragraph]:
    language = page.language
    yield Paragraph(page.title, TITLE)
    for note in page.notes:
        yield Paragraph(note, SOFT)
    for part in page.parts:
        yield from _part(part, language)
    yield from _causes(page)
    if page.remedies:
        yield from _heading(say("page.remedies", language))
        for number, remedy in enumerate(page.remedies, 1):
            yield from _remedy(number, remedy, language)
    if page.help_lines:
        yield Paragraph("")
        for line in page.help_lines:
            yield Paragraph(line)


def _heading(title: str, style: str = TITLE) -> Iterator[Paragraph]:
    yield Paragraph("")
    yield Paragraph(title, style)


def _part(part: Part, language: str) -> Iterator[Paragraph]:
    mark = WELL_MARK if part.nature is None else MARKS[part.nature]
    colour = WELL_COLOUR if part.nature is None else COLOURS[part.nature]
    yield from _heading(f"{mark} {part.title}", f"{TITLE} {colour}")
    if part.note:
        yield Paragraph(part.note, SOFT, "  ")
    for moment in part.moments:
        yield Paragraph(moment.quote, indent="  ", mark=mark, mark_style=colour)
        yield from _labels(moment, language)


def _labels(moment: ShownMoment, language: str) -> Iterator[Paragraph]:
    between = say("page.separator", language)  # the names hold commas
    if moment.incidents:
        yield Paragraph(between.join(moment.incidents), TITLE, INDENT, "  →", TITLE)
    if moment.offered:
        yield Paragraph(say("page.perhaps", language, names=between.join(moment.offered)), DISCREET, INDENT)
    if moment.thoughts:
        yield Paragraph(say("page.thought", language, thoughts=between.join(moment.thoughts)), SOFT, INDENT)


def _causes(page: Page) -> Iterator[Paragraph]:
    language = page.language
    if page.causes or not page.apart:
        yield from _heading(say("page.causes", language))
        yield Paragraph(say("page.causes_note" if page.causes else "page.no_cause", language), SOFT)
    for cause in page.causes:
        yield from _cause(cause)
    if page.apart:
        yield from _heading(say("page.apart", language))
        yield Paragraph(say("page.apart_note", language), SOFT)
    for cause in page.apart:
        yield from _cause(cause)


def _cause(cause: ShownCause) -> Iterator[Paragraph]:
    yield Paragraph("")
    yield Paragraph(cause.name, TITLE, "  ", "•")
    yield Paragraph(cause.support, SOFT, "  ")
    for quote in cause.quotes:
        yield Paragraph(quote.quote, PLAIN, INDENT, f"  {MARKS[quote.nature]}", COLOURS[quote.nature])


def _remedy(number: int, remedy: ShownRemedy, language: str) -> Iterator[Paragraph]:
    yield Paragraph("")
    yield Paragraph(remedy.name, TITLE, "   ", f"{number}.")
    yield Paragraph(say("page.remedy_for", language, cause=remedy.cause), DISCREET, "   ")
    yield Paragraph(remedy.why, PLAIN, "   ")
    yield Paragraph(say("page.first_step", language, step=remedy.first_step), TITLE, "   ")
    yield Paragraph(say("page.done_when", language, sign=remedy.done_when), PLAIN, "   ")
