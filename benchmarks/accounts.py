"""The accounts that are timed: real lengths, from the project's own corpus, always the same ones."""

import json
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
FILES = ("retold.jsonl", "invented.jsonl")
WORDS = 300  # of the account that is read alone


@dataclass(frozen=True)
class Account:
    """An account of the corpus.

    Attributes:
        id: its id there.
        text: as the candidate wrote it.
    """

    id: str
    text: str

    @property
    def words(self) -> int:
        """Pieces between white space."""
        return len(self.text.split())


def all_accounts() -> list[Account]:
    """Every account of the corpus, in the order of its files."""
    lines = (line for name in FILES for line in (CORPUS / name).read_text("utf-8").splitlines())
    return [Account(values["id"], values["text"]) for values in map(json.loads, lines)]


def single_account(accounts: list[Account]) -> Account:
    """The account whose length is nearest to 300 words; the first of the corpus where several are."""
    return min(accounts, key=lambda account: abs(account.words - WORDS))


def many_accounts(accounts: list[Account], count: int) -> list[Account]:
    """`count` accounts taken at equal distances through the corpus, so that every kind is there."""
    step = len(accounts) / count
    return [accounts[int(position * step)] for position in range(count)]


def write_lines(accounts: list[Account], file: Path) -> None:
    """Write JSON Lines as `rebond read --jsonl` takes them."""
    lines = (json.dumps({"id": account.id, "text": account.text}, ensure_ascii=False) for account in accounts)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
