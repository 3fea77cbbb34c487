"""Places where one can learn, practise or get help: real, free first, in a file that operators can replace."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import ascii_letters, digits

from rebond.taxonomy.files import HERE, Section, open_toml
from rebond.taxonomy.words import LANGUAGES, Words

PACKAGED = HERE / "resources.toml"
#: What an address may hold: RFC 3986, and the braces of {term}.
_IN_ADDRESS = frozenset(ascii_letters + digits + "-._~:/?#[]@!$&'()*+,;=%")
#: What needs no escaping inside a query: RFC 3986, unreserved.
_UNRESERVED = frozenset((ascii_letters + digits + "-._~").encode())
TERM = "{term}"


@dataclass(frozen=True)
class Resource:
    """A service outside Rebond; opening it is the candidate's own act, in their own browser.

    Attributes:
        key: of the file.
        name: as the service calls itself.
        what: one line, what one finds there.
        languages: of the service, "fr" and/or "en".
        cost: "free" or "paid"; free where the essential is, even if certificates are paid.
        url: its address for a French and an English reader, with {term} where it takes a search.
        source: what the entry rests on.
    """

    key: str
    name: Words
    what: Words
    languages: tuple[str, ...]
    cost: str
    url: Words
    source: str

    def address(self, language: str, term: str = "") -> str:
        """Its address for a reader of `language`, searching for `term` where the service allows it."""
        return self.url.spoken(language).replace(TERM, _escaped(term))


def _escaped(term: str) -> str:
    """`term` percent-encoded as UTF-8 (RFC 3986); written here because the engine may import no network module."""
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in term.encode("utf-8"))


def _resource(key: str, table: Section) -> Resource:
    url = table.words("url")
    for language in LANGUAGES:
        bare = url.spoken(language).replace(TERM, "", 1)
        if not bare.startswith("https://") or bare == "https://" or not _IN_ADDRESS.issuperset(bare):
            raise table.error(f"url.{language}", "must be an address beginning with https://, with {term} at most once")
    languages = table.choices("languages", LANGUAGES)
    if not languages:
        raise table.error("languages", "must name at least one language")
    return Resource(
        key,
        table.words("name"),
        table.words("what"),
        languages,
        table.choice("cost", ("free", "paid")),
        url,
        table.text("source"),
    )


def load_resources(path: Path | None = None) -> Mapping[str, Resource]:
    """The resources by key, in the order of the file: the packaged one unless an operator gives another.

    Raises TaxonomyError, which names the file, the key and what is wrong, where the file cannot be used.
    """
    return _packaged() if path is None else _load(path)


def _load(path: Path) -> Mapping[str, Resource]:
    file = open_toml(path)
    resources = file.each("resource", _resource)
    file.close()
    return resources


@cache
def _packaged() -> Mapping[str, Resource]:
    return _load(PACKAGED)
