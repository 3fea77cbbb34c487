"""What the search asks of a database; search.sqlite and search.postgresql answer, and the rest knows neither."""

# ruff: noqa: S608  (statements made of the names of sources, of nothing that a person writes)

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser

from rebond.apps.search.sources import SOURCES, Source
from rebond.engine.text.search import Word

MOST_RANKED = 300
"""Texts that one word query ranks, the latest ones: beyond, ranking costs more than a person reads. Our judgement."""


@dataclass(frozen=True)
class Stamp:
    """What tells one state of the texts from another: of the texts, of the vectors, and of what was deleted."""

    writing: int = 0
    meaning: int = 0
    erasure: int = 0


class Index(ABC):
    """The index of words of one database, and the triggers that keep it in step with the stages.

    Attributes:
        tables: what must be there before the first trigger can be.
        own_triggers: those of search_writing itself.
        in_order: whether keys are seen in the order in which they are given, so that a stamp is the last of them. Where
            two connections write beside each other, an earlier key may be seen later: each change of the stamp then
            means to look at everything again.
    """

    tables: ClassVar[frozenset[str]] = frozenset({"search_writing", *(source.table for source in SOURCES)})
    own_triggers: ClassVar[tuple[str, ...]]
    in_order: ClassVar[bool]

    @abstractmethod
    def expression(self, words: Sequence[Word], *, together: bool) -> str:
        """The words as `matching` takes them: all of them, or (`together` False) any of them. At least one is given."""

    @abstractmethod
    def matching(self, person: AbstractBaseUser, *, expression: str) -> list[int]:
        """The keys of the person's texts that meet an expression, the best first: MOST_RANKED at most, the latest."""

    @abstractmethod
    def stamp_now(self, person: AbstractBaseUser) -> Stamp:
        """That of the person's texts, or of everybody's."""

    @abstractmethod
    def terms(self, person: AbstractBaseUser) -> list[str]:
        """Every word of the index that may have been meant where this person mistyped one."""

    @abstractmethod
    def erase_some(self) -> bool:
        """Take some of what was deleted out of the pages of the index; False where nothing is left to do."""

    @abstractmethod
    def triggers_there(self) -> frozenset[str]:
        """The names of the triggers of this database."""

    @abstractmethod
    def to_follow(self) -> Iterator[str]:
        """Statements that put every trigger in its place, then the texts in step with the stages."""

    @abstractmethod
    def to_let_go(self) -> Iterator[str]:
        """Statements that take every trigger off, whether or not it is there."""

    @abstractmethod
    def _text(self, source: Source) -> str:
        """The text of a source's row `s`, as an expression."""

    @abstractmethod
    def _target(self, row: str) -> str:
        """The key of this row as stored in search_writing.target: digits, or 32 digits of hexadecimal."""

    def is_in_step(self) -> bool:
        """Whether every trigger is there that keeps the texts in step with the stages."""
        needed = {*self.own_triggers, *(name for source in SOURCES for name in source.triggers.values())}
        return needed <= self.triggers_there()

    def _texts(self, source: Source, condition: str = "1 = 1") -> str:
        """A SELECT of the source's columns: the texts that are there now."""
        places = "".join(f"{expression} AS {column}, " for column, expression in source.places.items())
        inner = (
            f"SELECT {source.owner} AS owner_id, '{source.kind}' AS kind, {self._target('s')} AS target, {places}"
            f"{self._text(source)} AS text, '' AS meant_by FROM {source.table} s {source.joins} WHERE {condition}"
        )
        return f"SELECT {source.columns} FROM ({inner}) AS written WHERE text <> ''"

    def _added(self, source: Source) -> str:
        """What a trigger does with a new row."""
        return f"INSERT INTO search_writing ({source.columns}) {self._texts(source, 's.id = NEW.id')};"

    def _gone(self, source: Source) -> str:
        """What a trigger does with a row that is there no more, or not like that."""
        return f"DELETE FROM search_writing WHERE kind = '{source.kind}' AND target = {self._target('OLD')};"
