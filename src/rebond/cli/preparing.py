"""What is said while the network is merged, once on a machine: it takes some twenty seconds."""

from typing import TextIO

from rebond.cli.spoken import say
from rebond.engine.text.network.merge import Progress


def told_on(stream: TextIO) -> Progress:
    """A progress that writes one line, over itself on a terminal, beginning and end alone elsewhere."""

    def tell(done: int, of: int) -> None:
        line = say("read.preparing", done=done, of=of)
        if stream.isatty():
            stream.write(f"\r{line}" + ("\n" if done == of else ""))
        elif done in (0, of):
            stream.write(f"{line}\n")
        stream.flush()

    return tell
