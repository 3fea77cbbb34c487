"""What was heard, and when."""

from dataclasses import dataclass

from rebond.engine.speech.sound import Stretch


@dataclass(frozen=True)
class Word:
    """One word as it was heard.

    Attributes:
        start_s, end_s: seconds from the beginning of the sound.
        text: the word with its punctuation, without spaces around.
        confidence: probability that the model gives it, 0 to 1; not a judgement on the speaker.
    """

    start_s: float
    end_s: float
    text: str
    confidence: float


@dataclass(frozen=True)
class Segment:
    """Some words said in one go.

    Attributes:
        start_s, end_s: seconds from the beginning of the sound.
        text: the words with their spaces, as they are written in the language.
        words: the same one by one, in order; never empty.
    """

    start_s: float
    end_s: float
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Transcript:
    """A recording as text.

    Attributes:
        language: "fr" or "en".
        duration_s: of the sound.
        segments: in order of time, never over one another.
        unheard: voiced stretches of which no word could be made out; the person is told of them.
        model: name of the model that heard.
        is_incomplete: the file ended in the middle.
    """

    language: str
    duration_s: float
    segments: tuple[Segment, ...]
    unheard: tuple[Stretch, ...]
    model: str
    is_incomplete: bool = False

    @property
    def text(self) -> str:
        """All of it: a line for each piece that long silences part."""
        return in_paragraphs(self.segments)


PARAGRAPH_PAUSE_S = 1.5
"""A silence after which the text begins a new line. Our judgement: longer than a breath and a thought."""


def in_paragraphs(segments: tuple[Segment, ...]) -> str:
    """The segments as text, a new line where one waits for PARAGRAPH_PAUSE_S or more; those without text are let go."""
    pieces: list[str] = []
    last_s = 0.0
    for segment in segments:
        if text := segment.text.strip():
            pieces.append(("\n" if segment.start_s - last_s >= PARAGRAPH_PAUSE_S else " ") if pieces else "")
            pieces.append(text)
        last_s = segment.end_s
    return "".join(pieces)


PASSAGE_S = 25.0
"""How long a passage lasts that is read, heard and corrected as one. Our judgement: some lines of a phone."""


def in_passages(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """The same words in fewer pieces, of PASSAGE_S at most where the segments allow; a long silence parts them too."""
    passages: list[list[Segment]] = []
    for segment in segments:
        goes_on = (
            passages
            and segment.start_s - passages[-1][-1].end_s < PARAGRAPH_PAUSE_S
            and segment.end_s - passages[-1][0].start_s <= PASSAGE_S
        )
        if goes_on:
            passages[-1].append(segment)
        else:
            passages.append([segment])
    return tuple(_joined(passage) for passage in passages)


def _joined(passage: list[Segment]) -> Segment:
    return Segment(
        passage[0].start_s,
        passage[-1].end_s,
        " ".join(segment.text.strip() for segment in passage),
        tuple(word for segment in passage for word in segment.words),
    )
