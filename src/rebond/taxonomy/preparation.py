"""The preparation sheet: what can be ready before an interview, and the causes on which it bears.

Words are in preparation.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.files import HERE, Section, open_toml
from rebond.taxonomy.words import Words


@dataclass(frozen=True)
class PreparationItem:
    """One line of the preparation sheet.

    Attributes:
        key: of preparation.toml.
        name: the line itself, a verb first.
        means: one sentence, what "ready" looks like.
        causes: keys of the causes on which it bears, at least one, the nearest first.
    """

    key: str
    name: Words
    means: Words
    causes: tuple[str, ...]


def _item(key: str, table: Section) -> PreparationItem:
    causes = table.choices("causes", CAUSES)
    if not causes:
        raise table.error("causes", "must name at least one cause")
    return PreparationItem(key, table.words("name"), table.words("means"), causes)


_FILE = open_toml(HERE / "preparation.toml")

PREPARATION: Mapping[str, PreparationItem] = _FILE.each("item", _item)
"""The sheet, in its order."""

_FILE.close()
