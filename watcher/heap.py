"""How often Python looks through what it holds for rings of objects that nobody needs any more."""

import gc

# Python looks whenever 700 more objects have been made than let go, and reading a page makes some ten thousand that stay until it is
# read; hardly anything of ours stands in a ring. https://docs.python.org/3/library/gc.html#gc.set_threshold
_MADE, _OFTEN, _SELDOM = 50_000, 20, 10


def settle() -> None:
    """Look seldom from now on, and never again at what is loaded by now: for a process at its start, before long work, and at its end."""
    gc.set_threshold(_MADE, _OFTEN, _SELDOM)
    gc.freeze()
