"""Every screen over a history of 10, 1,000 and 10,000 interviews: python -m benchmarks.history

Each history is written into a data folder of its own; the pages are asked for in this process, without a server. The
number of queries must be the same whatever the history; times, those of the processor, are compared with those over the
shortest one. All histories are gone through several times in turn, and the least time of each page counts: the speed of
a processor changes while one measures.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.table import machine

SIZES = (10, 1000, 10_000)
AIM = 1.3
"""The longest that a page may take at 1,000 interviews, in times of what it takes at 10."""
PORT = 8736
MILLISECONDS = 1000.0


@dataclass(frozen=True)
class Screen:
    """One page: its queries, and the median processor time of its answer."""

    name: str
    queries: int
    seconds: float


def main() -> None:
    """Write each history, measure every screen, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="interviews of each history")
    parser.add_argument("--rounds", type=int, default=15, help="times that each page is asked for (default 15)")
    parser.add_argument("--passes", type=int, default=3, help="times that all of it is done (default 3)")
    parser.add_argument("--folder", type=Path, help="where the histories are kept (default: nowhere)")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps([asdict(screen) for screen in measured(asked.sizes[0], asked.rounds)]))
        return
    with tempfile.TemporaryDirectory() as name:
        place = asked.folder or Path(name)
        passes = [
            {size: in_a_process(place / str(size), size, asked.rounds) for size in asked.sizes}
            for _ in range(asked.passes)
        ]
        print_table({size: least_of([each[size] for each in passes]) for size in asked.sizes})


def least_of(passes: Sequence[Sequence[Screen]]) -> list[Screen]:
    """Each screen with the least of its times."""
    return [min(screens, key=lambda screen: screen.seconds) for screens in zip(*passes, strict=True)]


def in_a_process(folder: Path, size: int, rounds: int) -> list[Screen]:
    """The screens over one history: Django is set up for one data folder a process."""
    command = [sys.executable, "-m", "benchmarks.history", "--measure", "--sizes", str(size), "--rounds", str(rounds)]
    environment = os.environ | {"REBOND_DATA": str(folder), "REBOND_ENCODER": "light"}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [Screen(**screen) for screen in json.loads(done.stdout.splitlines()[-1])]


def open_history(size: int) -> object:
    """Set Django up on REBOND_DATA, write the history where there is none yet, and return the candidate."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "rebond.web.settings.local"
    import django  # slow import  # noqa: PLC0415

    from rebond.web import data_folder  # slow import  # noqa: PLC0415

    data_folder.prepare()
    django.setup()
    # slow import: these need Django to be set up
    from benchmarks.invented_history import FIRST_DAY, History  # noqa: PLC0415
    from rebond.apps.debrief.models import Account  # noqa: PLC0415
    from rebond.apps.people.actions import local_candidate  # noqa: PLC0415
    from rebond.web.serving.database import bring_up_to_date  # noqa: PLC0415

    bring_up_to_date(now=FIRST_DAY)
    person = local_candidate(now=FIRST_DAY)
    if not Account.objects.exists():
        History(person, size).write()
    return person


def measured(size: int, rounds: int) -> list[Screen]:
    """Queries and median time of every screen."""
    person = open_history(size)
    # slow import: these need Django to be set up
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from rebond.web.security.door import ENVIRON_KEY, Door  # noqa: PLC0415

    door = Door(port=PORT)
    client = Client(headers={"host": f"127.0.0.1:{PORT}", "origin": door.origin}, **{ENVIRON_KEY: door})
    client.cookies[door.cookie_name] = door.cookie
    screens = []
    for name, address in addresses(person).items():
        client.get(address)  # templates, caches
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        if response.status_code != 200:
            print(f"status {response.status_code}: {address}", file=sys.stderr)
            continue
        screens.append(Screen(name, len(queries), timed(lambda a=address: client.get(a), rounds)))
    return screens


def timed(work: object, rounds: int) -> float:
    """The median of so many rounds, in seconds of processor of the thread that answers: other programs do not count."""
    seconds = []
    for _ in range(rounds):
        begun = time.thread_time()
        work()  # type: ignore[operator]
        seconds.append(time.thread_time() - begun)
    return median(seconds)


def addresses(person: object) -> dict[str, str]:
    """Every page that a candidate can open, by the name of its route; of an account, the same one in each history."""
    # slow import: these need Django to be set up
    from django.urls import reverse  # noqa: PLC0415

    from rebond.apps.debrief.models import Account  # noqa: PLC0415

    account = Account.objects.filter(owner=person).order_by("written_at")[9]  # with an interview
    interview = account.interview
    plain = (
        "debrief:capture accounts debrief:tracker debrief:board debrief:calendar debrief:add_opportunity"
        " plan:everything plan:done plan:calendar progress:overview moments:taught search:overview"
    )
    of_account = (
        "debrief:account debrief:questions debrief:learnt debrief:answer debrief:interview moments:reading moments:cold"
        " moments:rewind causes:flat plan:plan progress:viewpoints"
    )
    found = {name: reverse(name) for name in plain.split()}
    found |= {name: reverse(name, args=[account.pk]) for name in of_account.split()}
    found["debrief:opportunity"] = reverse("debrief:opportunity", args=[interview.opportunity_id])
    found["debrief:interview_page"] = reverse("debrief:interview_page", args=[interview.pk])
    found["plan:card"] = reverse("plan:card", args=[interview.pk])
    found["search: words"] = reverse("search:overview") + "?q=question"
    return found


def print_table(by_size: dict[int, list[Screen]]) -> None:
    """A row a screen: queries and times at each size, the ratio to the smallest, and what is not as it should be."""
    sizes = [*by_size]
    print(f"{machine()}\n")
    print("| screen | queries | " + " | ".join(f"{size:,}" for size in sizes) + " | ratio | |")
    print("| --- |" + " --- |" * (len(sizes) + 3))
    for screens in zip(*by_size.values(), strict=True):
        queries = [screen.queries for screen in screens]
        ratios = [screen.seconds / screens[0].seconds for screen in screens[1:]]
        remarks = ["queries grow"] if max(queries) > queries[0] else []
        remarks += ["over the aim"] if ratios and ratios[0] > AIM else []
        cells = [f"{screen.seconds * MILLISECONDS:.1f} ms" for screen in screens]
        shown = "/".join(map(str, dict.fromkeys(queries)))
        said = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| {screens[0].name} | {shown} | {' | '.join(cells)} | {said} | {', '.join(remarks)} |")


if __name__ == "__main__":
    main()
