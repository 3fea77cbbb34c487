"""Reading the taxonomy's TOML strictly: whatever is missing, misspelt or of the wrong kind is named with its place."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from rebond.taxonomy.words import LANGUAGES, Words

T = TypeVar("T")

HERE = Path(__file__).parent


class TaxonomyError(ValueError):
    """A TOML file of words says something that cannot be used.

    Attributes:
        file: name of the file.
        key: dotted key at fault, "" for the whole file.
        problem: what is wrong, as a short English clause.
    """

    def __init__(self, file: str, key: str, problem: str) -> None:
        self.file = file
        self.key = key
        self.problem = problem
        place = f"{file}, {key}" if key else file
        super().__init__(f"{place}: {problem}")


class Section:
    """One table of a TOML file, read key by key; `close` then refuses what nobody asked for."""

    def __init__(self, file: str, key: str, table: Mapping[str, object]) -> None:
        self.file = file
        self.key = key
        self._table = table
        self._read: set[str] = set()

    def error(self, name: str, problem: str) -> TaxonomyError:
        """The error to raise about `name`, a key of this section ("" for the section itself)."""
        return TaxonomyError(self.file, ".".join(filter(None, (self.key, name))), problem)

    def names(self) -> tuple[str, ...]:
        """The keys of this section, in the order of the file."""
        return tuple(self._table)

    def _value(self, name: str) -> object:
        self._read.add(name)
        if name not in self._table:
            raise self.error(name, "is missing")
        return self._table[name]

    def text(self, name: str) -> str:
        """A text that is not empty."""
        value = self._value(name)
        if not isinstance(value, str):
            raise self.error(name, "must be a text between quotation marks")
        if not value.strip():
            raise self.error(name, "is empty")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, none of them empty, none twice."""
        value = self._value(name)
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.error(name, "must be a list of texts, none of them empty")
        if len(set(value)) < len(value):
            raise self.error(name, "holds the same text twice")
        return tuple(value)

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        """A text among `allowed`."""
        value, known = self.text(name), tuple(allowed)
        if value not in known:
            raise self.error(name, f'"{value}" is not one of {", ".join(known)}')
        return value

    def choices(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of texts among `allowed`."""
        values, known = self.texts(name), tuple(allowed)
        for value in values:
            if value not in known:
                raise self.error(name, f'"{value}" is not one of {", ".join(known)}')
        return values

    def count(self, name: str) -> int:
        """A whole number, 1 or more."""
        value = self._value(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.error(name, "must be a whole number, 1 or more")
        return value

    def number(self, name: str, *, most: float) -> float:
        """A number above 0 and at most `most`."""
        value = self._value(name)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= most:
            raise self.error(name, f"must be a number above 0, at most {most:g}")
        return float(value)

    def section(self, name: str) -> "Section":
        """A table inside this one."""
        value = self._value(name)
        if not isinstance(value, dict):
            raise self.error(name, "must be a table")
        return Section(self.file, ".".join(filter(None, (self.key, name))), value)

    def sections(self, name: str) -> tuple["Section", ...]:
        """A list of tables (written [[name]]), at least one; each is called by its place, from 1."""
        value = self._value(name)
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise self.error(name, f"must be a list of tables, each under [[{name}]], at least one")
        place = ".".join(filter(None, (self.key, name)))
        return tuple(Section(self.file, f"{place}[{number}]", item) for number, item in enumerate(value, 1))

    def words(self, name: str) -> Words:
        """The same words in every language that Rebond speaks."""
        inside = self.section(name)
        spoken = {language: inside.text(language) for language in LANGUAGES}
        inside.close()
        return Words(**spoken)

    def close(self) -> None:
        """Raise TaxonomyError where the section holds a key that nobody read: it is misspelt."""
        for name in self._table:
            if name not in self._read:
                raise self.error(name, f"is not a key that Rebond knows here; known: {', '.join(sorted(self._read))}")

    def each(self, name: str, build: Callable[[str, "Section"], T]) -> Mapping[str, T]:
        """What `build` makes of each table inside the table `name`, by key, in the order of the file."""
        inside = self.section(name)
        built: dict[str, T] = {}
        for key in inside.names():
            table = inside.section(key)
            built[key] = build(key, table)
            table.close()
        if not built:
            raise self.error(name, "is empty")
        return MappingProxyType(built)


def open_toml(path: Path) -> Section:
    """The file at `path`, parsed; raises TaxonomyError where it is absent, unreadable or not TOML in UTF-8."""
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise TaxonomyError(path.name, "", f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise TaxonomyError(path.name, "", "is not text in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise TaxonomyError(path.name, "", f"is not valid TOML ({error})") from error
    return Section(path.name, "", table)
