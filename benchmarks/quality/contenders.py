"""Everything that takes part, in the order of the table."""

from benchmarks.quality.contender import Contender
from benchmarks.quality.frozen_e5 import FrozenE5, FrozenE5InAccount, ZeroShot
from benchmarks.quality.networks import FrozenGemma, TunedE5, TunedGemma
from benchmarks.quality.ours import Ours, OursE5, OursGemma
from benchmarks.quality.plain import MostFrequent, TfidfLinear
from benchmarks.quality.prompted import PromptedGemma
from benchmarks.quality.with_spacy import SpacyTextcat

CONTENDERS: tuple[type[Contender], ...] = (
    MostFrequent,
    ZeroShot,
    PromptedGemma,
    TfidfLinear,
    SpacyTextcat,
    FrozenE5,
    FrozenE5InAccount,
    FrozenGemma,
    TunedE5,
    TunedGemma,
    Ours,
    OursE5,
    OursGemma,
)
