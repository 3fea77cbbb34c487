"""An invented account in each language, to try Rebond on before writing one's own."""

from collections.abc import Mapping
from types import MappingProxyType

from rebond.taxonomy.files import HERE
from rebond.taxonomy.words import LANGUAGES

#: Language → account.
EXAMPLES: Mapping[str, str] = MappingProxyType(
    {language: (HERE / "examples" / f"{language}.txt").read_text("utf-8") for language in LANGUAGES}
)
