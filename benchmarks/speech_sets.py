"""Recorded human speech, French and English, with what is said in it: the prompts of the Asterisk telephone exchange.

They are Debian packages, unpacked side by side into one folder (CC BY-SA 3.0; voices of June Wallack and Allison
Smith):

    for each of asterisk-core-sounds-fr, -fr-g722, -en, -en-g722: apt-get download NAME, dpkg-deb -x NAME_*.deb FOLDER

The texts are those of the packages' lists. They were written before the recordings and hold slips of spelling, so that
no recogniser can reach 0 % on them; what does not say what its recording says is left out by name below.
"""

import gzip
import random
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
LANGUAGES = ("fr", "en")
FEWEST_WORDS = 4
"""A prompt with fewer is a piece of a sentence, cut out of it."""
SEED = 6

PROMPTS_OF_A_LANGUAGE = 64
MEMOS_OF_A_LANGUAGE = 6
MEMO_S = (80.0, 200.0)
"""Length of a memo, drawn between; what its last sentence takes comes on top."""
LONGEST_PIECE_S = 40.0
"""A longer prompt is in no memo: it would fill it."""
PAUSES_S = ((0.70, 0.25, 0.9), (0.25, 0.9, 2.5), (0.05, 3.0, 6.0))
"""Pauses between two sentences of a memo: how often, from, to."""
NOISY_EVERY = 3
"""One memo in so many has noise of a room over it."""
NOISE_DB = -45.0

NOT_AS_WRITTEN = {
    "fr": frozenset(("please-try-call-later", "vm-record-prepend", "vm-review-urgent")),
    "en": frozenset[str](),
}
"""Prompts whose recording plainly says something else than their text, or whose text runs into the next one."""
SPELT = re.compile(r"(\w )+\w")
"""A text of letters, which stand alone or together as one likes."""
SIGNS = {"fr": {"*": " étoile ", "#": " dièse "}, "en": {"*": " star ", "#": " pound "}}


@dataclass(frozen=True, eq=False)
class Clip:
    """A recording.

    Attributes:
        name: for the table.
        language: "fr" or "en".
        kind: "prompt" (one sentence or a few, as recorded) or "memo" (many of them, with pauses).
        samples: shape (n,), int16, SAMPLE_RATE a second.
        text: what is said.
    """

    name: str
    language: str
    kind: str
    samples: NDArray[np.int16]
    text: str

    @property
    def duration_s(self) -> float:
        """How long it lasts."""
        return len(self.samples) / SAMPLE_RATE


def read_clips(folder: Path, language: str) -> list[Clip]:
    """Every prompt of the language that has a text and says a sentence, in the order of their names."""
    sounds = _one(folder, f"usr/share/asterisk/sounds/{language}_*")
    clips = []
    for name, text in sorted(texts(folder, language).items()):
        path = sounds / f"{name}.g722"
        is_sentence = len(text.split()) >= FEWEST_WORDS and not SPELT.fullmatch(text)
        if path.exists() and is_sentence and name not in NOT_AS_WRITTEN[language]:
            clips.append(Clip(name, language, "prompt", samples_of(path), text))
    return clips


def prompts(clips: list[Clip]) -> list[Clip]:
    """Some of them, drawn."""
    return random.Random(SEED).sample(clips, min(PROMPTS_OF_A_LANGUAGE, len(clips)))


def memos(folder: Path, clips: list[Clip]) -> list[Clip]:
    """Recordings as long as a spoken account: prompts one after the other with pauses of recorded silence."""
    language = clips[0].language
    drawn = random.Random(f"{SEED} {language}")
    silence = samples_of(_one(folder, f"usr/share/asterisk/sounds/{language}_*/silence/10.g722"))
    short = [clip for clip in clips if clip.duration_s <= LONGEST_PIECE_S]
    order: list[Clip] = []
    made = []
    for number in range(1, MEMOS_OF_A_LANGUAGE + 1):
        length_s = drawn.uniform(*MEMO_S)
        pieces, said = [_pause(silence, drawn)], []
        while sum(map(len, pieces)) < length_s * SAMPLE_RATE:
            order = order or drawn.sample(short, len(short))
            clip = order.pop()
            pieces += [clip.samples, _pause(silence, drawn)]
            said.append(clip.text)
        samples = np.concatenate(pieces)
        noisy = number % NOISY_EVERY == 0
        if noisy:
            samples = with_noise(samples, number)
        made.append(Clip(f"{language} {number}{' noise' * noisy}", language, "memo", samples, " ".join(said)))
    return made


def texts(folder: Path, language: str) -> dict[str, str]:
    """Name of a prompt → what it says."""
    listed = _one(folder, f"usr/share/doc/*/core-sounds-{language}.txt.gz")
    found = {}
    for line in gzip.decompress(listed.read_bytes()).decode("utf-8").splitlines():
        name, colon, text = line.partition(":")
        if colon and not line.startswith(";") and not re.search(r"[\[<(].*[\])>]", text):  # notes, sounds without words
            found[name.strip().removesuffix(".wav")] = text.translate(str.maketrans(SIGNS[language])).strip()
    return found


def samples_of(path: Path) -> NDArray[np.int16]:
    """What a file of G.722 holds."""
    # slow import: only who builds the sets needs it
    import av  # noqa: PLC0415

    with av.open(str(path), format="g722") as opened:
        frames = [frame.to_ndarray().reshape(-1) for frame in opened.decode(audio=0)]
    return np.concatenate(frames).astype(np.int16)


def with_noise(samples: NDArray[np.int16], seed: int) -> NDArray[np.int16]:
    """The same under pink noise of NOISE_DB below full scale."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(len(samples)))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    noise = np.fft.irfft(spectrum, len(samples))
    noise *= 10 ** (NOISE_DB / 20) * 32768 / noise.std()
    return np.clip(samples + noise, -32768, 32767).astype(np.int16)


def _pause(silence: NDArray[np.int16], drawn: random.Random) -> NDArray[np.int16]:
    kinds = [(shortest, longest) for _, shortest, longest in PAUSES_S]
    shortest, longest = drawn.choices(kinds, [often for often, _, _ in PAUSES_S])[0]
    return silence[: int(drawn.uniform(shortest, longest) * SAMPLE_RATE)]


def _one(folder: Path, pattern: str) -> Path:
    for path in sorted(folder.glob(pattern)) or sorted(folder.glob(f"*/{pattern}")):
        return path
    raise FileNotFoundError(f"{folder}/{pattern}: are the packages unpacked there?")
