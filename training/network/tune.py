"""Fine-tunes a network: python -m training.network.tune gemma|e5 [--part RUN] [--epochs N] [--start RUN]

Writes what was learned to .cache/networks/NAME-RUN.npz after every epoch.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator

import numpy as np
import torch
from torch import nn

from rebond.engine.text.network.pieces import Pieces
from rebond.engine.text.network.prepared import KINDS, shape_of
from rebond.engine.text.network.vocabulary import pieces_of, restricted
from rebond.engine.text.stored import Arrays, load_arrays
from training.accounts import Annotated, load_accounts
from training.network.examples import example_of
from training.network.export import marks_of
from training.network.parts import CALIBRATING_PART, FOLDER, LEFT_OUT, learned_from, part_of
from training.network.reader import Example, ReadingNetwork, seen
from training.network.vocabulary import needed
from training.roughen import roughened
from training.targets import targets, taxonomy_labels

PIECES_A_STEP = 1500
LEARNING_RATES = {"gemma": 6e-4, "e5": 1.2e-3}
HEAD_RATE, WARM_UP, CLIP = 2e-4, 0.08, 1.0
HEAD_STEPS, HEAD_PENALTY = 200, 2e-3


class Tuner:
    """One run."""

    def __init__(self, name: str, part: str, epochs: int, seed: int, start: str | None = None) -> None:
        torch.manual_seed(seed)
        torch.set_num_threads(2)
        self.chance = random.Random(seed)
        self.name, self.part, self.epochs = name, part, epochs
        self.shape = KINDS[name].shape
        self.labels = taxonomy_labels()
        accounts = load_accounts()
        self.known = [account for account in accounts if learned_from(part, account)]
        self.unknown = [account for account in accounts if not learned_from(part, account)]
        base = KINDS[name].read_base(self.shape.layers, FOLDER, None)
        marks = (0, self.shape.begin, self.shape.end)
        self.kept = needed(base, (account.text for account in accounts), self.shape.unknown, marks)
        self.rows = np.flatnonzero(self.kept)
        base = restricted(base, self.rows)
        self.shape = shape_of(name, {"marks": marks_of(self.shape, self.rows)})
        self.pieces: Pieces = pieces_of(base.vocabulary, self.shape.unknown)
        self.network = ReadingNetwork(base, self.shape, self.labels, dropout=0.05)
        self.rate, self.started = LEARNING_RATES[name], start is not None
        if start is not None:
            self.go_on_from(load_arrays(FOLDER / f"{name}-{start}.npz"))
        print(f"{name} {part}: {len(self.known)} accounts, {len(self.rows)} pieces kept", flush=True)

    def examples(self, accounts: list[Annotated], *, rough: bool = False) -> list[Example]:
        found = []
        for account in accounts:
            text = roughened(account.text, self.chance) if rough else account.text
            held = targets([account], self.labels)
            found.append(example_of(account, text, held, self.pieces, self.shape))
        return found

    def run(self) -> None:
        begun = time.monotonic()
        if not self.started:
            self.start_heads(self.examples(self.known))
            print(f"heads started {time.monotonic() - begun:.0f} s", flush=True)
            self.report()
        adapters, heads = [], []
        for name, parameter in self.network.named_parameters():
            if parameter.requires_grad:
                (adapters if name.startswith("backbone") else heads).append(parameter)
        optimiser = torch.optim.AdamW(
            [{"params": adapters, "lr": self.rate}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
        )
        steps = self.epochs * len(batches(self.examples(self.known), self.chance))
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps)
        )
        for epoch in range(self.epochs):
            self.network.train()
            begun, total, count = time.monotonic(), 0.0, 0
            for batch in batches(self.examples(self.known, rough=True), self.chance):
                loss = self.network.loss(batch)
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_([*adapters, *heads], CLIP)
                optimiser.step()
                schedule.step()
                total, count = total + loss.item(), count + 1
            print(f"epoch {epoch + 1}: loss {total / count:.3f}, {time.monotonic() - begun:.0f} s", flush=True)
            self.save()
            self.report()

    @torch.no_grad()
    def go_on_from(self, learned: Arrays) -> None:
        """What another run learned, to be tuned further at half the rate: it has most of the way behind it."""
        for name, parameter in self.network.named_parameters():
            if name in learned:
                parameter.copy_(torch.from_numpy(learned[name]))
        self.rate /= 2

    @torch.no_grad()
    def start_heads(self, examples: list[Example]) -> None:
        """Linear heads on the frozen states, so that tuning begins where a frozen encoder ends (Kumar et al., 2022)."""
        self.network.eval()
        vectors = [vectors for vectors, _ in self.seen_by(examples)]
        every = torch.cat(vectors)
        self.network.middle.copy_(every.mean(0))
        # One number for all directions but the few that stand out, which would drown the others.
        self.network.spread.copy_(
            every.std(0).clamp(min=float(every.std(0).median()) * 0.5) * every.shape[1] ** 0.5 / 6
        )
        features = torch.cat([seen((each - self.network.middle) / self.network.spread) for each in vectors])
        held = torch.from_numpy(np.concatenate([example.held for example in examples])).float()
        with torch.enable_grad():
            fit_linear(self.network.judge, features, held)

    @torch.no_grad()
    def seen_by(self, examples: list[Example]) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """Of each example, in order: the vectors of its moments and the states of its words' gaps."""
        order = sorted(range(len(examples)), key=lambda number: len(examples[number].rows))
        found: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}
        for first in range(0, len(order), 8):
            chosen = order[first : first + 8]
            batch = [examples[number] for number in chosen]
            for number, states, example in zip(chosen, self.network.states(batch), batch, strict=True):
                found[number] = self.network.moment_vectors(states, example), self.network.gap_log_odds(states, example)
        return iter([found[number] for number in range(len(examples))])

    @torch.no_grad()
    def report(self) -> None:
        """Accuracy of natures and hits among five of what was not trained on, by part, as a sign of life."""
        self.network.eval()
        for part in (
            (CALIBRATING_PART,) if self.part == "tried" else sorted({part_of(account) or 0 for account in self.unknown})
        ):
            accounts = [account for account in self.unknown if part_of(account) == part]
            self.report_part(part, self.examples(accounts))

    def report_part(self, part: int, examples: list[Example]) -> None:
        found = list(self.seen_by(examples))
        said = torch.cat([self.network.label_log_odds(vectors) for vectors, _ in found]).numpy()
        held = np.concatenate([example.held for example in examples])
        gaps = np.concatenate([gap.numpy() for _, gap in found]) > 0
        ends = np.concatenate([example.ends for example in examples])
        natures, incidents = self.labels.columns("natures"), self.labels.columns("incidents")
        right = held[:, natures][np.arange(len(held)), said[:, natures].argmax(1)].mean()
        first = np.argsort(-said[:, incidents], axis=1)[:, :5]
        hits = np.take_along_axis(held[:, incidents], first, axis=1).sum() / held[:, incidents].sum()
        best = max(f1(said[:, incidents] > bar, held[:, incidents]) for bar in np.linspace(-2, 1, 16))
        print(
            f"  part {part}: nature {100 * right:.1f}, incidents F1 {100 * best:.1f}, among five {100 * hits:.1f}, "
            f"gaps F1 {100 * f1(gaps, ends):.1f}",
            flush=True,
        )

    def save(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        learned = {
            name: parameter.detach().numpy()
            for name, parameter in self.network.named_parameters()
            if parameter.requires_grad or name in ("middle", "spread")
        }
        kept = np.packbits(self.kept)
        np.savez(FOLDER / f"{self.name}-{self.part}.npz", kept=kept, **learned)


def f1(said: np.ndarray, true: np.ndarray) -> float:
    return float(2 * (said & true).sum() / max(1, said.sum() + true.sum()))


def fit_linear(layer: nn.Linear, features: torch.Tensor, held: torch.Tensor) -> None:
    """One logistic regression a label, all at once."""
    with torch.no_grad():
        layer.weight.zero_()
        share = held.mean(0).clamp(1e-4, 1 - 1e-4)
        layer.bias.copy_(torch.log(share / (1 - share)))
    optimiser = torch.optim.Adam(layer.parameters(), lr=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, HEAD_STEPS)
    for _ in range(HEAD_STEPS):
        loss = nn.functional.binary_cross_entropy_with_logits(layer(features), held, reduction="none").sum(1).mean()
        loss = loss + HEAD_PENALTY * layer.weight.pow(2).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()


def batches(examples: list[Example], chance: random.Random) -> list[list[Example]]:
    """Examples of like length together, about PIECES_A_STEP pieces each, in random order."""
    order = sorted(examples, key=lambda example: len(example.rows) + chance.random() * 40)
    found: list[list[Example]] = [[]]
    for example in order:
        if found[-1] and (len(found[-1]) + 1) * len(example.rows) > PIECES_A_STEP:
            found.append([])
        found[-1].append(example)
    chance.shuffle(found)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.network.tune")
    parser.add_argument("name", choices=KINDS)
    parser.add_argument("--part", choices=LEFT_OUT, default="tried")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", help="the part whose run is gone on from")
    asked = parser.parse_args()
    Tuner(asked.name, asked.part, asked.epochs, asked.seed, asked.start).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
