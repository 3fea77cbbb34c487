"""The screens of the voice: where one speaks, what was found again, the text to correct, what went wrong."""

from pathlib import Path

from tests.apps.cast import HOSTILE
from tests.engine.speech.sounds import recorded
from tests.serving import Visitor
from tests.spoken import memo, rows, wait_for

PIECE = "audio/webm"


def speak(visitor: Visitor, folder: Path) -> dict[str, str]:
    """Speak a memo that is written down, one that is kept with its sound, one that is no sound; the screens by name."""
    done = memo(visitor, recorded("fr_clip.webm"))
    kept = memo(visitor, recorded("en_clip.webm"), language="en")
    broken = memo(visitor, b"no sound")
    begun = "3f2a9a34-31a8-4c8e-9a0f-5d1c6c1b7e55"
    assert visitor.send(f"/debrief/voice/{begun}/0/0/?language=fr", recorded("fr_clip.webm"), PIECE).status == 204
    for key in (done, kept):
        wait_for(folder, key, "done")
    wait_for(folder, broken, "failed")
    passage = rows(folder, "SELECT id FROM debrief_passage WHERE recording_id = ? LIMIT 1", kept.replace("-", ""))[0][0]
    visitor.post(f"/debrief/voice/{kept}/keep/", {f"passage-{passage}": HOSTILE[:500], "keep_sound": "on"})
    return {
        "voice": "/debrief/voice/",
        "voice, the text": f"/debrief/voice/{done}/",
        "voice, no sound": f"/debrief/voice/{broken}/",
        "account, with its sound": f"/debrief/accounts/{kept}/",
    }
