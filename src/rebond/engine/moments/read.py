"""An account, read: cut into moments, each with its nature, incidents, distortions and phase.

Nothing heavy is imported before a reader is loaded.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rebond.engine.moments.types import Correction, Distortion, Moment, Reading
from rebond.engine.moments.why import Why, why
from rebond.engine.text.language import language_of
from rebond.engine.text.limits import check_length

if TYPE_CHECKING:
    from pathlib import Path

    from rebond.engine.moments.judge import Judge, Judged
    from rebond.engine.moments.lessons import Learned
    from rebond.engine.text.network.merge import Progress
    from rebond.engine.text.segmentation import Spans

# What may be asked for: "gemma" two networks that read whole accounts, "e5" the smaller of them, "light" none, "auto"
# the first that can answer here.
READERS = ("auto", "gemma", "e5", "light")
# Asserted, and offered, for one moment at most (our judgement: what a person takes in at a glance).
MOST_ASSERTED, MOST_OFFERED = 3, 5
# In the version of a reading, what stands before what was learned from the person's corrections.
PERSONAL = "+"


class ReaderMissing(RuntimeError):  # noqa: N818  (named as NetworkMissing is: by what is so)
    """The reader asked for by name cannot answer here."""


class Reader:
    """Reads accounts; loads its heads once.

    Attributes:
        kind: one of READERS but "auto".
        version: of the heads and networks; it changes whenever the same text could be read otherwise.
    """

    def __init__(self, judge: "Judge", kind: str, version: str) -> None:
        self._judge = judge
        self.kind = kind
        self.version = version

    def learn(self, corrections: Sequence[Correction]) -> "Learned":
        """What a person's corrections teach; given to `read` and its like, it moves their readings a little."""
        return self._judge.learn(corrections)

    def read(self, text: str, *, learned: "Learned | None" = None) -> Reading:
        """The reading of one account.

        Raises:
            TextRefused: see rebond.engine.text.limits.
        """
        check_length(text)
        return self.judged([(text, self._judge.cut(text))], learned=learned)[0]

    def read_many(self, texts: Iterable[str], *, learned: "Learned | None" = None) -> Iterator[Reading]:
        """The readings of many accounts, in order; equal to reading each alone.

        Raises:
            TextRefused: at the first account that cannot be read, after the readings of those before it.
        """
        for text in texts:
            yield self.read(text, learned=learned)

    def judged(self, batch: "Sequence[tuple[str, Spans]]", *, learned: "Learned | None" = None) -> list[Reading]:
        """The readings of texts that are cut already; each with the start and end of its moments."""
        judged = self._judge.judge(batch, learned=learned)
        version = self.version + (f"{PERSONAL}{learned.version}" if learned and learned.version else "")
        return [self._reading(text, spans, found, version) for (text, spans), found in zip(batch, judged, strict=True)]

    def why(self, text: str, spans: "Spans", position: int, *, kind: str, key: str) -> Why:
        """The words of one moment that weighed most on one of its labels; see rebond.engine.moments.why.

        Raises:
            KeyError: the heads know no such kind or label.
            IndexError: there is no such moment.
        """
        return why(self._judge, text, spans, position, kind=kind, key=key)

    def _reading(self, text: str, spans: "Spans", judged: "Judged", version: str) -> Reading:
        moments = tuple(self._moment(text, span, judged, row) for row, span in enumerate(spans))
        return Reading(lang=language_of(text), moments=moments, reader=self.kind, version=version)

    def _moment(self, text: str, span: tuple[int, int], judged: "Judged", row: int) -> Moment:
        labels, finish = self._judge.labels, self._judge.finish_for(len(judged.natures))
        natures = dict(zip(labels.natures, judged.natures[row].tolist(), strict=True))
        nature = max(natures, key=natures.__getitem__)
        likelihoods = dict(zip(labels.incidents, judged.incidents[row].tolist(), strict=True))
        bars = dict(zip(labels.incidents, finish.incident_bars.tolist(), strict=True))
        ranked = sorted(likelihoods, key=likelihoods.__getitem__, reverse=True)
        asserted = tuple(key for key in ranked if likelihoods[key] >= bars[key])[:MOST_ASSERTED]
        phase = int(judged.phases[row].argmax())
        return Moment(
            start=span[0],
            end=span[1],
            quote=text[span[0] : span[1]],
            nature=nature,
            confidence=natures[nature],
            natures=natures,
            incidents=asserted,
            offered=tuple(key for key in ranked if key not in asserted)[:MOST_OFFERED],
            likelihoods=likelihoods,
            distortions=self._distortions(text, span, judged.distortions[row].tolist()),
            phase=labels.phases[phase] if judged.phases[row, phase] >= float(finish.phase_bar[0]) else None,
        )

    def _distortions(self, text: str, span: tuple[int, int], probabilities: Sequence[float]) -> tuple[Distortion, ...]:
        labels = self._judge.labels
        bars = self._judge.finish.distortion_bars.tolist()
        found = []
        for number, (key, probability, bar) in enumerate(zip(labels.distortions, probabilities, bars, strict=True)):
            if probability >= bar:
                start, end = self._judge.words_that_show(text[span[0] : span[1]], number)
                found.append(Distortion(key, probability, span[0] + start, span[0] + end))
        return tuple(sorted(found, key=lambda distortion: -distortion.probability))


def load_reader(*, encoder: str = "auto", cache: "Path | None" = None, progress: "Progress | None" = None) -> Reader:
    """A reader, ready to read.

    Args:
        encoder: one of READERS.
        cache: where merged networks are kept on this machine; without it hashed n-grams answer alone.
        progress: told how far a network's first merging is; see rebond.engine.text.network.merge.

    Raises:
        ReaderMissing: what was asked for by name is not installed, or cannot be kept in `cache`.
        ValueError: `encoder` is none of READERS.
    """
    if encoder not in READERS:
        raise ValueError(f"encoder is auto, gemma, e5 or light, not {encoder!r}")
    from rebond.engine.moments.judge import Judge  # slow import  # noqa: PLC0415
    from rebond.engine.moments.whole import NETWORKS_OF, NetworkMissing, open_networks  # slow import  # noqa: PLC0415

    for kind in NETWORKS_OF:
        if encoder not in ("auto", kind):
            continue
        try:
            judge = Judge(kind, open_networks(kind, cache, progress))
        except NetworkMissing as missing:
            if encoder == kind:
                raise ReaderMissing(str(missing)) from missing
        else:
            return Reader(judge, kind, f"{judge.version}-{kind}")
    raise AssertionError("hashed n-grams always answer")
