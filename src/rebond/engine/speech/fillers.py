"""Hesitations, listened for where a person asks for it.

Whisper learned from subtitles, which leave them out: of 20 French "euh" it wrote none. Shown a text full of them first,
it writes 40 % of the French ones and 88 % of the English ones, and none in 47 recordings that held none (measured); its
other words suffer (12.7 % wrong instead of 9.0 % in English). So it is a second pass, for counting alone. These figures
are of few speakers (one in English) and of a prompt shown before the first window alone; with ours they were not taken.
"""

from collections import Counter

from rebond.engine.speech.delivery import Fillers
from rebond.engine.speech.guards import plain
from rebond.engine.speech.models import FoundModel
from rebond.engine.speech.sound import Sound
from rebond.engine.speech.transcribe import transcribe
from rebond.engine.speech.transcript import Transcript

PROMPTS = {
    "fr": "Euh, alors, euh, je, je pense que, hum, ben euh, voilà, euh, donc euh, c'est, euh...",
    "en": "Um, so, uh, I, I think that, um, well, uh, you know, um, so uh, it's, uh...",
}
"""What the text is told to begin like."""

FILLERS = {
    "fr": {"euh": "euh", "heu": "euh", "euhh": "euh", "hum": "hum", "hmm": "hum", "hm": "hum", "mmh": "hum"},
    "en": {
        "um": "um",
        "umm": "um",
        "uhm": "um",
        "erm": "um",
        "uh": "uh",
        "uhh": "uh",
        "er": "uh",
        "hmm": "hmm",
        "hm": "hmm",
    },
}
"""Hesitations as the model spells them → the word under which they are counted. Words that also mean something ("ben",
"voilà", "so", "well") are not hesitations that a machine can tell."""


def hear_fillers(sound: Sound, transcript: Transcript, model: FoundModel) -> Fillers:
    """The hesitations of a sound; it takes as long as the transcript did. Raises what `transcribe` raises.

    French says "at least", for most of them are not heard.
    """
    if not transcript.segments:
        return Fillers({}, is_at_least=transcript.language == "fr")
    again = transcribe(sound, model=model, language=transcript.language, prompt=PROMPTS[transcript.language])
    known = FILLERS[transcript.language]
    said = (plain(word.text) for segment in again.segments for word in segment.words)
    counts = Counter(known[word] for word in said if word in known)
    return Fillers(dict(counts), is_at_least=transcript.language == "fr")
