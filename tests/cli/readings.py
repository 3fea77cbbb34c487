"""Readings made by hand, so that what is printed can be compared whole."""

from rebond.engine.moments.types import Distortion, Moment, Reading
from rebond.taxonomy.labels import INCIDENTS, NATURES


def moment(
    text: str, quote: str, nature: str, *, incidents=(), offered=(), unlikely=(), thoughts=(), phase=None
) -> Moment:
    """A moment of `text`: `incidents` are likely at 0.9, `offered` at 0.6, `unlikely` ones at 0.01.

    `thoughts` are pairs of a distortion's key and the words that show it.
    """
    start = text.index(quote)
    return Moment(
        start=start,
        end=start + len(quote),
        quote=quote,
        nature=nature,
        confidence=0.8,
        natures={key: 0.8 if key == nature else 0.05 for key in NATURES},
        incidents=tuple(incidents),
        offered=(*offered, *unlikely),
        likelihoods={key: 0.9 if key in incidents else 0.6 if key in offered else 0.01 for key in INCIDENTS},
        distortions=tuple(
            Distortion(key, 0.7, text.index(words), text.index(words) + len(words)) for key, words in thoughts
        ),
        phase=phase,
    )


def reading(*moments: Moment, lang: str = "fr", reader: str = "e5") -> Reading:
    return Reading(lang=lang, moments=moments, reader=reader, version="1")


TEXT = (
    "J'avais les mains moites. Elle a demandé pourquoi moi. J'ai bien parlé du client. Elle m'a trouvé nul, c'est mort."
)
EXAMPLE = reading(
    moment(TEXT, "J'avais les mains moites.", "feeling", incidents=["stress"], unlikely=["health"], phase="welcome"),
    moment(TEXT, "Elle a demandé pourquoi moi.", "fact", offered=["motivation", "vagueness", "blunder", "salary"]),
    moment(TEXT, "J'ai bien parlé du client.", "interpretation", incidents=["strength"]),
    moment(
        TEXT,
        "Elle m'a trouvé nul, c'est mort.",
        "interpretation",
        thoughts=[("mind_reading", "Elle m'a trouvé nul"), ("catastrophising", "Elle m'a trouvé nul, c'est mort.")],
    ),
)
