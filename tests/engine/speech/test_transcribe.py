"""From sound to timed text, with the model that packages carry and voices that were recorded."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rebond.engine.speech import transcribe as transcribing
from rebond.engine.speech.ears import Ears, NoEarsError, ears_of
from rebond.engine.speech.guards import plain
from rebond.engine.speech.models import FoundModel
from rebond.engine.speech.sound import SAMPLE_RATE, Sound
from rebond.engine.speech.transcribe import Heard, Listener, gaps, in_order, transcribe
from rebond.engine.speech.transcript import Segment, Transcript, Word
from rebond.engine.speech.voiced import FRAME_S, Voice, voice_of

SECONDS = 12


def noise(decibels: float, colour: float = 0.0, seed: int = 1) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """White noise with 0, pink with 1, brown with 2, so far below full scale."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(SECONDS * SAMPLE_RATE))
    spectrum /= np.maximum(np.arange(len(spectrum)), 1) ** (colour / 2)
    made = np.fft.irfft(spectrum)
    return (made / made.std() * 10 ** (decibels / 20)).astype(np.float32)


def hum(hertz: float) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    seconds = np.arange(SECONDS * SAMPLE_RATE) / SAMPLE_RATE
    overtones = [np.sin(2 * np.pi * hertz * number * seconds) / number for number in (1, 2, 3, 5)]
    return (np.sum(overtones, axis=0) * 0.1).astype(np.float32)


def keys() -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """Somebody typing."""
    drawn = np.random.default_rng(2)
    made = noise(-50, 1)
    for at in drawn.integers(0, len(made) - 400, 60):
        made[at : at + 300] += drawn.standard_normal(300) * np.exp(-np.arange(300) / 60) * 0.3
    return made.astype(np.float32)


WITHOUT_A_VOICE: dict[str, Callable[[], "np.ndarray[tuple[int], np.dtype[np.float32]]"]] = {
    "silence": lambda: np.zeros(SECONDS * SAMPLE_RATE, np.float32),
    "faint noise": lambda: noise(-60),
    "noise of a room": lambda: noise(-40, 1),
    "noise of a street": lambda: noise(-26, 2),
    "loud noise": lambda: noise(-14),
    "hum of the mains": lambda: hum(50),
    "hum of a machine": lambda: hum(120),
    "keys": keys,
}


def segment(*words: tuple[float, float, str]) -> Segment:
    made = tuple(Word(start_s, end_s, text, 0.9) for start_s, end_s, text in words)
    return Segment(made[0].start_s, made[-1].end_s, " ".join(word.text for word in made), made)


def share_of(text: str, said: str) -> float:
    """Of the words that were said, how many are in the text."""
    known = set(plain(text).split())
    words = plain(said).split()
    return sum(word in known for word in words) / len(words)


# ------------------------------------------------------------------------------------------------------ What was said


def test_most_of_what_is_said_is_heard(memo_heard: tuple[Transcript, list[Heard]], memo: Sound) -> None:
    transcript, _ = memo_heard

    assert share_of(transcript.text, "Veuillez vérifier le numéro. Il n'y a pas d'appel en attente à ce poste.") > 0.9
    assert (transcript.language, transcript.duration_s, transcript.model) == ("fr", memo.duration_s, "base")
    assert transcript.unheard == ()


def test_words_have_times_in_order_inside_the_sound(memo_heard: tuple[Transcript, list[Heard]]) -> None:
    transcript, _ = memo_heard
    words = [word for part in transcript.segments for word in part.words]

    edges = [edge for word in words for edge in (word.start_s, word.end_s)]

    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= transcript.duration_s
    assert all(0 <= word.confidence <= 1 for word in words)


def test_a_segment_is_its_words(memo_heard: tuple[Transcript, list[Heard]]) -> None:
    transcript, _ = memo_heard

    for part in transcript.segments:
        assert part.text == " ".join(word.text for word in part.words)
        assert (part.start_s, part.end_s) == (part.words[0].start_s, part.words[-1].end_s)


def test_apostrophes_and_hyphens_do_not_part_a_word(memo_heard: tuple[Transcript, list[Heard]]) -> None:
    transcript, _ = memo_heard
    words = [word.text for part in transcript.segments for word in part.words]

    assert "n'est" in words
    assert not [word for word in words if word.startswith(("'", "’", "-"))]


def test_segments_are_told_as_they_come(memo_heard: tuple[Transcript, list[Heard]]) -> None:
    transcript, came = memo_heard

    assert tuple(heard.segment for heard in came if heard.segment) == transcript.segments
    done = [heard.done_s for heard in came]
    assert done == sorted(done)
    assert done[-1] == transcript.duration_s
    assert len({heard.done_s for heard in came}) > 3


def test_the_likelier_of_the_two_languages_is_heard(base: FoundModel, clip: Sound) -> None:
    transcript = transcribe(clip, model=base, language=None)

    assert transcript.language == "en"
    assert share_of(transcript.text, "your call will be answered by the next available representative") > 0.9


def test_a_sound_that_ended_in_the_middle_says_so(base: FoundModel) -> None:
    cut = Sound(np.zeros(SAMPLE_RATE, np.float32), is_incomplete=True)

    assert transcribe(cut, model=base, language="fr").is_incomplete


def test_silence_between_two_sentences_moves_no_word(base: FoundModel, clip: Sound) -> None:
    parted = np.concatenate([clip.samples, np.zeros(20 * SAMPLE_RATE, np.float32), clip.samples])

    transcript = transcribe(Sound(parted), model=base, language="en")

    starts = [word.start_s for part in transcript.segments for word in part.words]
    silent = [start_s for start_s in starts if clip.duration_s < start_s < clip.duration_s + 19]
    assert silent == []
    assert min(start_s for start_s in starts if start_s > clip.duration_s) < clip.duration_s + 21.5
    assert "\n" in transcript.text


# -------------------------------------------------------------------------------------------------- What was not said


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", WITHOUT_A_VOICE)
def test_without_a_voice_there_is_no_word(base: FoundModel, name: str, language: str) -> None:
    transcript = transcribe(Sound(WITHOUT_A_VOICE[name]()), model=base, language=language)

    assert (transcript.segments, transcript.text, transcript.language) == ((), "", language)


def test_without_a_voice_no_model_is_opened(tmp_path: Path) -> None:
    missing = FoundModel("none", tmp_path, "chosen")

    assert transcribe(Sound(noise(-40)), model=missing, language=None).segments == ()


def test_after_a_sentence_noise_gives_no_word(base: FoundModel, clip: Sound) -> None:
    sound = Sound(np.concatenate([clip.samples, noise(-40, 1), noise(-26, 2)]))

    transcript = transcribe(sound, model=base, language="en")

    assert transcript.segments[-1].end_s <= clip.duration_s + 0.5


def test_credits_that_the_model_writes_are_not_told(base: FoundModel, clip: Sound) -> None:
    class Signing(Ears):
        """Hears the voice, and signs the subtitles as the model does now and then."""

        def hear(self, samples, language, *, prompt=None):
            yield from ears_of(base.folder).hear(samples, language, prompt=prompt)
            end_s = len(samples) / SAMPLE_RATE
            yield (Word(end_s - 0.5, end_s - 0.3, "Thanks", 0.8), Word(end_s - 0.3, end_s - 0.2, "for", 0.8),
                   Word(end_s - 0.2, end_s, "watching!", 0.8))  # fmt: skip

    listener = Listener(Signing(None), clip, voice_of(clip.samples), "en")

    text = " ".join(part.text for part in listener.listen())
    assert "representative" in text
    assert "watching" not in text


# ---------------------------------------------------------------------------------------------------- What was lost


def test_a_voice_without_words_is_heard_again_and_put_in_its_place(
    base: FoundModel, memo: Sound, memo_heard: tuple[Transcript, list[Heard]]
) -> None:
    transcript, _ = memo_heard
    voice = voice_of(memo.samples)
    lost = [part for part in transcript.segments if part.start_s < 11 or part.start_s > 17.5]

    (gap,) = gaps(voice, lost)
    again = Listener(ears_of(base.folder), memo, voice, "fr").listen_again(gap)

    assert 11 < gap.start_s < 12.5
    assert share_of(" ".join(part.text for part in again), "Le numéro composé n'est pas en service") > 0.7
    assert gaps(voice, in_order([*lost, *again])) == ()


def test_a_model_that_loses_sentences_is_made_up_for(
    base: FoundModel, memo: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Losing(Ears):
        """Loses what is said between the seconds 11 and 17.5 of a long sound."""

        def hear(self, samples, language, *, prompt=None):
            for words in ears_of(base.folder).hear(samples, language, prompt=prompt):
                if len(samples) < 20 * SAMPLE_RATE or not 11 < words[0].start_s < 17.5:
                    yield words

    monkeypatch.setattr(transcribing, "ears_of", lambda folder: Losing(None))
    came: list[Heard] = []

    transcript = transcribe(memo, model=base, language="fr", hear=came.append)

    assert share_of(transcript.text, "Le numéro composé n'est pas en service. Veuillez vérifier le numéro") > 0.7
    starts = [part.start_s for part in transcript.segments]
    assert starts == sorted(starts)
    assert transcript.unheard == ()
    assert any(heard.segment and 11 < heard.segment.start_s < 17.5 for heard in came)


def test_what_stays_without_words_is_told(base: FoundModel, clip: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(Ears):
        def hear(self, samples, language, *, prompt=None):
            yield from ()

    monkeypatch.setattr(transcribing, "ears_of", lambda folder: Deaf(None))

    transcript = transcribe(clip, model=base, language="en")

    assert transcript.segments == ()
    assert sum(stretch.duration_s for stretch in transcript.unheard) > 0.6 * clip.duration_s


def voiced_between(*stretches: tuple[float, float]) -> Voice:
    probabilities = np.zeros(int(30 / FRAME_S), np.float32)
    for start_s, end_s in stretches:
        probabilities[round(start_s / FRAME_S) : round(end_s / FRAME_S)] = 0.9
    return Voice(probabilities, 30.0)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], [(2, 8)]),
        ([(2, 3, "a"), (3, 4, "b"), (4, 5, "c"), (5, 6, "d"), (6, 7.4, "e")], []),
        ([(2, 3, "a"), (6, 7, "b")], [(3, 6)]),
        ([(2, 8, "long")], [(3.5, 8)]),
        ([(0, 1, "avant"), (9, 10, "après")], [(2, 8)]),
        ([(4, 8, "a")], [(2, 4), (5.5, 8)]),
        ([(2, 3, "a"), (2.5, 2.6, "dedans"), (3.9, 8, "b")], [(5.4, 8)]),
    ],
)
def test_gaps_are_where_a_voice_has_no_word(
    words: list[tuple[float, float, str]], expected: list[tuple[float, float]]
) -> None:
    found = gaps(voiced_between((2, 8)), [segment(*words)] if words else [])

    assert [(round(gap.start_s, 1), round(gap.end_s, 1)) for gap in found] == expected


def test_a_short_voice_without_words_is_no_gap() -> None:
    assert gaps(voiced_between((2, 3), (5, 6), (8, 9)), []) == ()


# ------------------------------------------------------------------------------------------------------------ In order


def test_a_segment_is_parted_where_another_belongs() -> None:
    around, inside = segment((0, 1, "avant"), (5, 6, "après")), segment((2, 3, "entre"), (3, 4, "deux"))

    assert [part.text for part in in_order([around, inside])] == ["avant", "entre deux", "après"]


def test_a_segment_is_parted_at_a_long_silence() -> None:
    assert [part.text for part in in_order([segment((0, 1, "a"), (1.5, 2, "b"), (4, 5, "c"))])] == ["a b", "c"]


def test_no_word_is_over_another() -> None:
    ordered = in_order([segment((0, 2, "a")), segment((1, 1.5, "b"), (1.2, 3, "c"))])

    words = [(word.start_s, word.end_s, word.text) for part in ordered for word in part.words]
    assert words == [(0, 2, "a"), (2, 2, "b"), (2, 3, "c")]


def test_order_is_kept_when_put_in_order_again(memo_heard: tuple[Transcript, list[Heard]]) -> None:
    transcript, _ = memo_heard

    assert in_order(transcript.segments) == transcript.segments


# ------------------------------------------------------------------------------------------------------------- Offline

CLOSED = """
import sys
from pathlib import Path
opened = []
def look(event, given):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        opened.append((event, str(given)))
sys.addaudithook(look)
import numpy as np
from rebond.engine.speech.models import FoundModel
from rebond.engine.speech.sound import Sound
from rebond.engine.speech.transcribe import transcribe
sound = Sound(np.frombuffer(sys.stdin.buffer.read(), np.float32))
heard = transcribe(sound, model=FoundModel("base", Path(sys.argv[1]), "packaged"), language=None)
descriptors = Path("/proc/self/fd")
if descriptors.exists():
    names = [str(each.readlink()) for each in descriptors.iterdir() if each.is_symlink()]
    opened += [name for name in names if "socket" in name]
print(heard.text, opened, sep="|")
"""


def test_no_socket_opens_while_a_voice_is_written_down(base: FoundModel, clip: Sound) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", CLOSED, str(base.folder)], input=clip.samples.tobytes(), capture_output=True, check=False
    )

    text, _, opened = ended.stdout.decode().strip().rpartition("|")
    assert ended.stderr.decode() == ""
    assert "representative" in text
    assert opened == "[]"


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path, clip: Sound) -> None:
    with pytest.raises(NoEarsError):
        transcribe(clip, model=FoundModel("base", tmp_path, "chosen"), language="en")


def test_the_name_of_a_model_is_never_looked_for_elsewhere(clip: Sound) -> None:
    with pytest.raises(NoEarsError):
        transcribe(clip, model=FoundModel("small", Path("small"), "chosen"), language="en")
