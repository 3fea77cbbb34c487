"""Sound becomes timed text, here and nowhere else, and text with its sound becomes what can be said of the delivery.

The way: bytes of a recording -> decoding (another process, within limits) -> Sound -> transcribe -> Transcript ->
delivery. No emotion, no confidence of a speaker and no accent is looked for: see docs/speech.md.
"""
