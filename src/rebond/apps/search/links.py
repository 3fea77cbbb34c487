"""Where each text is read: the page that holds it, at its place."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator

from rebond.apps.search.actions import Hit

WORDS_SHOWN = 12
"""Words that the browser looks for on the page, to light them up: enough to be there once. Our judgement."""


def address_of(hit: Hit) -> str:
    """The page of the stage. Where the passage stands there as plain text, the browser is asked to light it up.

    https://wicg.github.io/scroll-to-text-fragment/ ; a browser that does not know it goes to the place named before.
    """
    writing = hit.writing
    match writing.kind:
        case "account" if hit.position is not None:
            query = urlencode({"moment": hit.position})
            return f"{reverse('moments:reading', args=[writing.account_id])}?{query}#m{hit.position}"
        case "account":
            return reverse("debrief:account", args=[writing.account_id]) + "#text-title" + _lit(hit)
        case "exchange":
            place = f"#question-{writing.target}"
            return reverse("debrief:questions", args=[writing.account_id]) + place + _lit(hit)
        case "learnt":
            return reverse("debrief:learnt", args=[writing.account_id])
        case "opportunity":
            return reverse("debrief:opportunity", args=[writing.opportunity_id]) + "#main" + _lit(hit)
        case "interview":
            return reverse("debrief:interview_page", args=[writing.interview_id]) + "#main" + _lit(hit)
        case "thought":
            return reverse("moments:cold", args=[writing.account_id])
        case "step":
            return reverse("plan:plan", args=[writing.account_id]) + f"#step-{writing.target}"
        case "card" if writing.interview_id:
            return reverse("plan:card", args=[writing.interview_id]) + "#main" + _lit(hit)
    return reverse("plan:next_card") + "#main" + _lit(hit)


def _lit(hit: Hit) -> str:
    shown = "".join(piece.text for piece in hit.excerpt.pieces)
    after = hit.excerpt.found_at - hit.excerpt.start
    line = next(filter(None, map(str.strip, shown[after:].splitlines())), "")
    words = Truncator(line).words(WORDS_SHOWN, truncate="") if hit.excerpt.found_at else line
    words = " ".join(words.split()[:WORDS_SHOWN])
    # A hyphen and a comma would be signs of the fragment's own; urlencode leaves the hyphen.
    return ":~:" + urlencode({"text": words}).replace("+", "%20").replace("-", "%2D") if words else ""
