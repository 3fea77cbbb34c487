"""How quickly a fitted contender reads: python -m benchmarks.quality.speed MODULE CLASS FOLDER

Prints JSON: median seconds an account, the most memory held, and megabytes read from the disk. Nothing but the
contender's own module is imported, so that the memory is what it needs.
"""

import importlib
import json
import pickle
import sys
import time
from pathlib import Path
from statistics import median

from benchmarks.processes import MEGABYTE
from benchmarks.quality.contender import Contender
from training.accounts import load_accounts

# Accounts timed, at equal distances among those held out; a few more before them count for nothing.
ACCOUNTS, WARM_UP = 40, 3


def main() -> int:
    """Opens, reads one account at a time, prints."""
    module, name, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    kind: type[Contender] = getattr(importlib.import_module(module), name)
    fitted = folder / f"{kind.key}.pickle"
    contender: Contender = pickle.loads(fitted.read_bytes())
    contender.open(known=False)
    accounts = [account for account in load_accounts() if account.held_out]
    chosen = [accounts[int(number * len(accounts) / ACCOUNTS)] for number in range(ACCOUNTS)]
    for account in chosen[:WARM_UP]:
        contender.read(account.text, account.spans)
    seconds = []
    for account in chosen:
        begun = time.perf_counter()
        contender.read(account.text, account.spans)
        seconds.append(time.perf_counter() - begun)
    read = [fitted, *contender.files()]
    size = sum(path.stat().st_size for path in read) / MEGABYTE
    print(json.dumps({"seconds": median(seconds), "peak_megabytes": peak_megabytes(), "disk_megabytes": size}))
    return 0


def peak_megabytes() -> float:
    """The largest resident set of this process, without that of the one that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text("utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / MEGABYTE
    # Only where there is no /proc: Windows has no such module.
    import resource  # optional dependency  # noqa: PLC0415

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / MEGABYTE if sys.platform == "darwin" else used * 1024 / MEGABYTE


if __name__ == "__main__":
    sys.exit(main())
