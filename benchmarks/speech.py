"""How well, how fast and how large Rebond writes voices down, beside bare faster-whisper: python -m benchmarks.speech

Same model, same recordings, same run: a process for each, which keeps its model loaded and is asked in turns, so that a
busy moment of the machine falls on all of them. The recordings and their texts are those of benchmarks.speech_sets, the
errors those of benchmarks.speech_errors. What is said needs jiwer and num2words; the recordings, PyAV.
"""

import argparse
import json
import os
import subprocess
import tempfile
import wave
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.processes import WAITING, script
from benchmarks.speech_errors import Errors, errors
from benchmarks.speech_sets import LANGUAGES, SAMPLE_RATE, Clip, memos, prompts, read_clips
from benchmarks.table import machine

SYSTEMS = {"bare": "bare faster-whisper", "words": "the same, with times of words", "rebond": "Rebond"}
KINDS = {"prompt": "sentences", "memo": "memos"}
WARMING = 2
"""Recordings that each process hears first, for nothing: threads start, the disk is read."""


def main() -> None:
    """Build the sets, hear them, print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speech", description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="folder of the unpacked packages: see speech_sets.py")
    parser.add_argument("--model", type=Path, help="folder of the model (default: the one that packages carry)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each recording is heard (default 3)")
    parser.add_argument("--prompts", type=int, default=64, help="sentences of each language (default 64)")
    parser.add_argument("--memos", type=int, default=6, help="memos of each language (default 6)")
    parser.add_argument("--out", type=Path, help="file for all that was heard, as JSON")
    asked = parser.parse_args()
    model = asked.model or packaged_model()
    clips: list[Clip] = []
    for language in LANGUAGES:
        read = read_clips(asked.sets, language)
        clips += [*prompts(read)[: asked.prompts], *memos(asked.sets, read)[: asked.memos]]
    with tempfile.TemporaryDirectory() as folder:
        heard = Bench(Path(folder), model).hear(clips, rounds=asked.rounds)
    if asked.out:
        asked.out.write_text(json.dumps(heard), "utf-8")
    print(f"{machine()}, model {model.name}, median of {asked.rounds} in turns\n")
    print(markdown(rows(clips, heard)))
    peaks = ", ".join(f"{title} {heard[system][-1]['peak_megabytes']:.0f} MB" for system, title in SYSTEMS.items())
    ratio = heard["rebond"][-1]["peak_megabytes"] / heard["bare"][-1]["peak_megabytes"]
    print(f"\nPeak memory: {peaks}; Rebond over bare {ratio:.2f}.")
    print(f"Voice in which Rebond heard no word, and said so: {sum(each(heard, 'rebond', 'unheard_seconds')):.0f} s.")


def packaged_model() -> Path:
    """The model that packages carry, in the cache of this machine's user."""
    # slow import: the sums of a model that is joined are made
    from rebond.engine.speech.models import find_model  # noqa: PLC0415
    from rebond.web import data_folder  # noqa: PLC0415

    found = find_model("base", data_folder.cache() / "models")
    if found is None:
        raise RuntimeError("no model: pip install 'rebond[voice]', or --model FOLDER")
    return found.folder


class Bench:
    """The processes that hear, and a folder for the recordings."""

    def __init__(self, folder: Path, model: Path) -> None:
        self._folder = folder
        self._commands = {system: script("speech_worker.py", system, str(model)) for system in SYSTEMS}

    def hear(self, clips: Sequence[Clip], *, rounds: int) -> dict[str, list[dict[str, float]]]:
        """What each system answers for each recording (times are medians), then its peak memory."""
        order = list(SYSTEMS)
        answers: dict[str, list[list[dict[str, float]]]] = {system: [[] for _ in clips] for system in order}
        paths = [self._written(number, clip) for number, clip in enumerate(clips)]
        workers = {system: _Worker(command) for system, command in self._commands.items()}
        for turn in range(WARMING):
            for system in order:
                workers[system].hear(paths[turn], clips[turn].language)
        for _ in range(rounds):
            for number, clip in enumerate(clips):
                order.append(order.pop(0))
                for system in order:
                    answers[system][number].append(workers[system].hear(paths[number], clip.language))
        return {system: [*map(_middle, answers[system]), workers[system].end()] for system in SYSTEMS}

    def _written(self, number: int, clip: Clip) -> Path:
        path = self._folder / f"{number}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE)
            file.writeframes(clip.samples.tobytes())
        return path


class _Worker:
    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | WAITING, text=True
        )
        self._answer()

    def hear(self, path: Path, language: str) -> dict[str, float]:
        self._process.stdin.write(json.dumps({"path": str(path), "language": language}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def end(self) -> dict[str, float]:
        self._process.stdin.close()
        peak = self._answer()
        self._process.wait()
        return peak

    def _answer(self) -> dict[str, float]:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"ended with status {self._process.wait()}: {self._process.args}")
        return json.loads(line)


def _middle(answers: list[dict[str, float]]) -> dict[str, float]:
    """The first answer, with the median times of all."""
    times = {name: median(answer[name] for answer in answers) for name in ("seconds", "processor_seconds")}
    return answers[0] | times


# ------------------------------------------------------------------------------------------------------------ The table

HEADINGS = (
    *("set", "sound", "system", "word errors", "put, lost, taken for others", "real-time factor"),
    *("time over bare", "processor time over bare"),
)


def rows(clips: Sequence[Clip], heard: dict[str, list[dict[str, float]]]) -> list[tuple[str, ...]]:
    """A row for each system, set by set, then over all."""
    sets = [(f"{language}, {title}", language, kind) for language in LANGUAGES for kind, title in KINDS.items()]
    made = []
    for title, language, kind in (*sets, ("all", None, None)):
        chosen = [
            number
            for number, clip in enumerate(clips)
            if language is None or (clip.language, clip.kind) == (language, kind)
        ]
        if not chosen:
            continue
        sound_s = sum(clips[number].duration_s for number in chosen)
        for system, name in SYSTEMS.items():
            found = _errors(clips, heard[system], chosen)
            seconds, worked = (sum(each(heard, system, what, chosen)) for what in ("seconds", "processor_seconds"))
            bare, bare_worked = (sum(each(heard, "bare", what, chosen)) for what in ("seconds", "processor_seconds"))
            made.append(
                (
                    *(title, f"{len(chosen)}, {sound_s / 60:.0f} min", name, f"{100 * found.rate:.2f} %"),
                    f"{found.inserted}, {found.deleted}, {found.substituted} of {found.said}",
                    *(f"{seconds / sound_s:.3f}", f"{seconds / bare:.2f}", f"{worked / bare_worked:.2f}"),
                )
            )
    return made


def each(heard: dict[str, list[dict[str, float]]], system: str, what: str, chosen: Sequence[int] = ()) -> list[float]:
    """One figure of each recording, or of those that are chosen."""
    return [heard[system][number][what] for number in chosen or range(len(heard[system]) - 1)]


def _errors(clips: Sequence[Clip], answers: Sequence[dict[str, float]], chosen: Sequence[int]) -> Errors:
    total = Errors(0, 0, 0, 0)
    for language in LANGUAGES:
        spoken = [number for number in chosen if clips[number].language == language]
        if spoken:
            total += errors([clips[n].text for n in spoken], [str(answers[n]["text"]) for n in spoken], language)
    return total


def markdown(lines: Sequence[tuple[str, ...]]) -> str:
    """The rows under HEADINGS as a Markdown table with aligned columns."""
    cells = [HEADINGS, *lines]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    drawn = [f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |" for line in cells]
    return "\n".join([drawn[0], f"| {' | '.join('-' * width for width in widths)} |", *drawn[1:]])


if __name__ == "__main__":
    main()
