"""Numbers to call when it is too much. Words are in helplines.toml."""

from dataclasses import dataclass

from rebond.taxonomy.files import HERE, Section, open_toml
from rebond.taxonomy.words import Words


@dataclass(frozen=True)
class Helpline:
    """A listening or emergency service.

    Attributes:
        country: ISO 3166 code, or "EU" for the number common to the European Union.
        place: name of the country.
        name: as the service calls itself.
        number: as it is read aloud.
        hours: when it answers.
        note: what it costs, in which language it answers, who answers.
        source: what the entry rests on.
    """

    country: str
    place: Words
    name: Words
    number: str
    hours: Words
    note: Words
    source: str

    @property
    def dial(self) -> str:
        """The number without spaces, as a telephone link takes it."""
        return self.number.replace(" ", "")


def _helpline(table: Section) -> Helpline:
    helpline = Helpline(
        table.text("country"),
        table.words("place"),
        table.words("name"),
        table.text("number"),
        table.words("hours"),
        table.words("note"),
        table.text("source"),
    )
    if not helpline.dial.isdigit():
        raise table.error("number", "must be made of digits and spaces")
    table.close()
    return helpline


_FILE = open_toml(HERE / "helplines.toml")

#: In the order in which they are shown: France, other French-speaking countries, English-speaking ones, all of Europe.
HELPLINES: tuple[Helpline, ...] = tuple(_helpline(row) for row in _FILE.sections("helpline"))

_FILE.close()
