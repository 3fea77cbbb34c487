"""A page as a browser understands it: a tree that tests can compare whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
"""What HTML takes for one space: a non-breaking space is none of it."""
UNSEEN = frozenset({"script", "style"})
SPOKEN_ATTRIBUTES = (
    "aria-label",
    "title",
    "placeholder",
    "alt",
    "data-failed",
    "data-stored",
    "data-device",
    "data-found",
)
"""Attributes that a person reads or hears."""


@dataclass
class Element:
    """One element. Equal to another of the same tag, attributes and content."""

    tag: str
    attributes: dict[str, str]
    content: "list[Element | str]" = field(default_factory=list)

    def elements(self) -> "Iterator[Element]":
        """This element and all inside it, in the order of the page."""
        yield self
        for part in self.content:
            if isinstance(part, Element):
                yield from part.elements()

    @property
    def text(self) -> str:
        """All text inside."""
        return "".join(part if isinstance(part, str) else part.text for part in self.content)

    def text_without(self, *classes: str) -> str:
        """All text inside but that of elements of these classes and the space that parts it from what stands before."""
        kept = ""
        for part in self.content:
            if isinstance(part, str):
                kept += part
            elif part.attributes.get("class") in classes:
                kept = kept.removesuffix(" ")
            else:
                kept += part.text_without(*classes)
        return kept

    @property
    def words(self) -> str:
        """All text inside on one line, as a reader sees it."""
        return on_one_line(self.text)

    def all(self, tag: str = "", **attributes: str) -> "list[Element]":
        """The elements inside of this tag that carry these attributes ("_" stands for "-")."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements()
            if (not tag or element.tag == tag) and wanted.items() <= element.attributes.items()
        ]

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """The only such element inside; an AssertionError where there are none or several."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements {tag} {attributes}"
        return found[0]

    def said(self) -> set[str]:
        """Every text and every spoken attribute inside, each on one line."""
        found = set()
        for element in self.elements():
            if element.tag not in UNSEEN:
                found |= {part for part in element.content if isinstance(part, str)}
                found |= {element.attributes[name] for name in SPOKEN_ATTRIBUTES if name in element.attributes}
        return {on_one_line(text) for text in found if text.strip()}


def on_one_line(text: str) -> str:
    """The text as a reader sees it: its white space does not count."""
    return WHITE_SPACE.sub(" ", text).strip(" ")


class _Builder(HTMLParser):
    """Builds the tree and fails on tags that do not match: a browser would guess, and guess otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attributes: "list[tuple[str, str | None]]") -> None:
        element = Element(tag, {name: value or "" for name, value in attributes})
        assert len(element.attributes) == len(attributes), f"<{tag}> says an attribute twice"
        if element.attributes.get("name") == "csrfmiddlewaretoken":
            element.attributes.pop("value")  # drawn anew in each answer
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attributes: "list[tuple[str, str | None]]") -> None:
        self.open[-1].content.append(Element(tag, {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.tag == tag, f"<{closed.tag}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        content = self.open[-1].content
        if content and isinstance(content[-1], str):
            data = content.pop() + data  # the parser may give a text in pieces
        content.append(data)


def seen(response: Any) -> Element:
    """The tree of an answer's HTML. Fails where its tags do not match."""
    builder = _Builder()
    builder.feed(response.content.decode())
    builder.close()
    assert builder.open == [builder.root]
    return builder.root


def region(response: Any, name: str) -> Element:
    """The element of that id in the answer."""
    return seen(response).one(id=name)
