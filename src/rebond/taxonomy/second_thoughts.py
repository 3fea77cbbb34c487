"""Looking twice at an interpretation: reasons, openings of a fairer sentence, words by which kindness shows."""

from collections.abc import Mapping

from rebond.taxonomy.files import HERE, Section, open_toml
from rebond.taxonomy.labels import DISTORTIONS
from rebond.taxonomy.words import Words

PLAIN = "plain"
"""Key of the opening where no turn of the thought is known."""


def _words(_key: str, table: Section) -> Words:
    return table.words("words")


_FILE = open_toml(HERE / "second_thoughts.toml")
_KINDNESS = _FILE.section("kindness")

REASONS: Mapping[str, Words] = _FILE.each("reason", _words)
"""Why a passage may bear on an interpretation, those of most weight first."""
OPENINGS: Mapping[str, Words] = _FILE.each("opening", _words)
"""How a fairer sentence may open, by the key of a distortion, or PLAIN."""
KIND_BEGINNINGS: tuple[str, ...] = _KINDNESS.texts("shown")
"""Beginnings of words by which a kind reaction shows: lower case, without accents."""
MISTAKEN: frozenset[str] = frozenset(_KINDNESS.texts("mistaken"))
"""Words that begin so and mean something else."""
DENIALS: frozenset[str] = frozenset(_KINDNESS.texts("denied"))
"""Words that take it back."""
MYSELF: frozenset[str] = frozenset(_KINDNESS.texts("myself"))
"""Words that say that it was the candidate."""
THEIRS: frozenset[str] = frozenset(_KINDNESS.texts("theirs"))
"""Words that say that it was somebody else."""

for _key in (PLAIN, *DISTORTIONS):
    if _key not in OPENINGS:
        raise _FILE.section("opening").error(_key, "is missing")

_KINDNESS.close()
_FILE.close()
