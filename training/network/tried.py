"""What a network says of accounts that it did not learn from: what its probabilities are calibrated on.

Read by the runtime that ships, in 8 bits; kept under .cache/networks, so that heads can be fitted again without a pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rebond.engine.moments.account_look import AccountLook
from rebond.engine.moments.whole import WHOLES
from rebond.engine.text.network.prepared import fingerprint, prepare, shape_of
from rebond.engine.text.network.states import Network
from rebond.engine.text.stored import load_arrays
from rebond.engine.text.words import find_words
from training.accounts import Annotated
from training.excerpts import as_accounts
from training.network.export import shipping
from training.network.parts import FOLDER, learned_from


@dataclass(frozen=True)
class Tried:
    """A network that left some accounts out.

    Attributes:
        name: of the network.
        heads: its heads, as AccountLook takes them.
        network: at work.
        looks: of each account left out and of each of its excerpts, by id: log-odds of every label, shape (moments,
            labels).
        gaps: the same accounts: log-odds of an end in each gap between two words.
    """

    name: str
    heads: dict[str, NDArray[np.floating]]
    network: Network
    looks: dict[str, NDArray[np.float32]]
    gaps: dict[str, NDArray[np.float64]]

    def left_out(self, accounts: Sequence[Annotated]) -> list[int]:
        """The numbers of the accounts, among these, that it did not learn from."""
        return [number for number, account in enumerate(accounts) if account.id in self.looks]


def try_network(name: str, accounts: Sequence[Annotated], run: str = "tried") -> Tried:
    """The network of one run of training.network.tune, and what it says of the accounts that the run left out."""
    heads, arrays = shipping(name, run)
    adapter = FOLDER / f"{name}-{run}-adapter.npz"
    np.savez(adapter, **arrays)
    network = Network(prepare(name, adapter, arrays, FOLDER / "merged"), WHOLES[name].plan, shape_of(name, arrays))
    look = AccountLook(network, heads)
    # The heads are not part of the adapter's fingerprint.
    path = FOLDER / f"{name}-{run}-{fingerprint(adapter)}-{int((FOLDER / f'{name}-{run}.npz').stat().st_mtime)}.npz"
    known = load_arrays(path) if path.exists() else {}
    left_out = [account for account in accounts if not learned_from(run, account)]
    for account in left_out:
        if f"gaps {account.id}" not in known:
            known[f"looks {account.id}"] = look.log_odds(account.text, account.spans)
            known[f"gaps {account.id}"] = look.gap_log_odds(account.text, find_words(account.text))
    for excerpt in as_accounts(left_out):
        if f"looks {excerpt.id}" not in known:
            known[f"looks {excerpt.id}"] = look.log_odds(excerpt.text, excerpt.spans)
    np.savez(path, **known)
    return Tried(name, heads, network, _of("looks ", known), _of("gaps ", known))


def _of(kind: str, known: dict[str, NDArray[np.floating]]) -> dict[str, NDArray[np.floating]]:
    return {name.removeprefix(kind): array for name, array in known.items() if name.startswith(kind)}
