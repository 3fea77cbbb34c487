"""What corrections teach, and whether anything is forgotten: python -m training.lessons

The held-out accounts, by a light reader that never saw them (python -m training.evaluate leaves it in .cache/), are
dealt to PERSONS by group. Each person corrects in their accounts what the reader got wrong; the accounts of all others
are then read without and with what this taught. A moment that resembles a corrected one should be read better; the
rest should not be read worse.
"""

import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rebond.engine.moments.judge import Judge
from rebond.engine.moments.lessons import Learned
from rebond.engine.moments.read import Reader
from rebond.engine.moments.types import Correction, Moment
from training.accounts import Annotated, load_accounts
from training.evaluate import FOLDER
from training.roughen import without_punctuation
from training.scoring import FIRST

PERSONS = 10
# Cosine of the words from which a moment is said to resemble another (our judgement: they share a turn of phrase).
LIKE = 0.3
ROWS = ("corrected", "said again", "alike", "all others")
COLUMNS = ("moments", "nature", "phase", "among first five", "asserted", "asserted right")


def main() -> int:
    """Reads, corrects, learns, reads again and prints."""
    accounts = [account for account in load_accounts() if account.held_out]
    reader = Reader(Judge(None, folder=FOLDER), "light", "")
    again = [said_again(account) for account in accounts]
    persons = [zlib.crc32(f"person {account.group}".encode()) % PERSONS for account in accounts]
    plain, plain_again = read(reader, accounts, None), read(reader, again, None)
    before, after = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    sizes = []
    for person in range(PERSONS):
        mine = [number for number, whose in enumerate(persons) if whose == person]
        corrections = [c for number in mine for c in corrections_of(accounts[number], plain[number])]
        learned = reader.learn(corrections)
        taught = read(reader, accounts, learned)
        taught_again = dict(zip(mine, read(reader, [again[number] for number in mine], learned), strict=True))
        sizes.append(len(corrections))
        for number, account in enumerate(accounts):
            alike = resembling(learned, account.quotes)
            for row, moment in enumerate(account.moments):
                where = ["corrected"] if number in mine else ["all others", *(["alike"] if alike[row] else [])]
                if number in mine:
                    count(before, "said again", moment, plain_again[number][row])
                    count(after, "said again", moment, taught_again[number][row])
                for name in where:
                    count(before, name, moment, plain[number][row])
                    count(after, name, moment, taught[number][row])
    print(f"{PERSONS} persons, {np.mean(sizes):.0f} corrections each, {len(accounts)} accounts\n")
    print_table(before, after)
    return 0


def read(reader: Reader, accounts: Sequence[Annotated], learned: Learned | None) -> list[tuple[Moment, ...]]:
    """The moments of each account, with the annotated cuts."""
    batch = [(account.text, list(account.spans)) for account in accounts]
    return [reading.moments for reading in reader.judged(batch, learned=learned)]


def corrections_of(account: Annotated, moments: Sequence[Moment]) -> list[Correction]:
    """What a careful person says of the labels that are wrong; what is right is left as it is."""
    said = []
    for wanted, moment in zip(account.moments, moments, strict=True):
        if moment.nature != wanted["nature"]:
            said.append(Correction("natures", wanted["nature"], True, moment.quote))
        if wanted["phase"] and moment.phase != wanted["phase"]:
            said.append(Correction("phases", wanted["phase"], True, moment.quote))
        for kind, shown in (("incidents", moment.incidents), ("distortions", [d.key for d in moment.distortions])):
            held = wanted[kind]
            said += [Correction(kind, key, True, moment.quote) for key in held if key not in shown]
            said += [Correction(kind, key, False, moment.quote) for key in shown if key not in held]
    return said


def said_again(account: Annotated) -> Annotated:
    """The account as the same person would tell the like of it again: in haste, every third word left out."""
    quotes = []
    for quote in account.quotes:
        words = without_punctuation(quote).split()
        quotes.append(" ".join(word for place, word in enumerate(words) if place % 3 != 1) or quote)
    ends = np.cumsum([len(quote) + 1 for quote in quotes]) - 1
    spans = tuple((int(end) - len(quote), int(end)) for end, quote in zip(ends, quotes, strict=True))
    return replace(account, text=" ".join(quotes), spans=spans)


def resembling(learned: Learned, quotes: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each moment resembles one that was corrected."""
    return learned.nearest(quotes) >= LIKE


def count(counts: Counter[tuple[str, str]], name: str, wanted: dict[str, object], moment: Moment) -> None:
    """Add one moment to the counts of this row."""
    held = set(wanted["incidents"])  # type: ignore[call-overload]
    counts[name, "moments"] += 1
    counts[name, "nature"] += moment.nature == wanted["nature"]
    counts[name, "phases"] += wanted["phase"] is not None
    counts[name, "phase"] += wanted["phase"] is not None and moment.phase == wanted["phase"]
    counts[name, "incidents"] += len(held)
    counts[name, "among first five"] += len(held & set([*moment.incidents, *moment.offered][:FIRST]))
    counts[name, "asserted"] += len(moment.incidents)
    counts[name, "asserted right"] += len(held & set(moment.incidents))


def print_table(before: Counter[tuple[str, str]], after: Counter[tuple[str, str]]) -> None:
    """The counts as percentages, before → after."""
    print(f"{'':<12}" + "".join(f"{name:>20}" for name in COLUMNS))
    for row in ROWS:
        cells = [f"{before[row, 'moments']:>20}"]
        for name, over in zip(COLUMNS[1:], ("moments", "phases", "incidents", "incidents", "asserted"), strict=True):
            shares = (100 * counts[row, name] / max(1, counts[row, over]) for counts in (before, after))
            cells.append(f"{' → '.join(f'{share:.1f}' for share in shares):>20}")
        print(f"{row:<12}" + "".join(cells))


if __name__ == "__main__":
    sys.exit(main())
