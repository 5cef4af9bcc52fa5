"""Which number belongs to which arm, where the sentence says so."""

from digests.outcomes.scan import Sentence


def arms(sentence: Sentence, head: int, places: tuple[int, ...]) -> tuple[str, ...]:
    """Return the arm of each value, "" where the sentence does not say."""
    del sentence, head
    return ("",) * len(places)
