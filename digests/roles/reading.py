"""Roles from the words alone, learnt or by cue."""

from collections.abc import Sequence

from digests.roles.cues import roles_by_cues
from digests.roles.names import Role


def roles(sentences: Sequence[str], *, learnt: bool = True) -> tuple[Role, ...]:
    """Return the role of each sentence of one abstract, in order; () for none.

    ``learnt`` False keeps to cue words and place, without the weights.
    """
    if not learnt:
        return tuple(roles_by_cues(sentences))
    # The weights are read only where they are needed.
    from digests.roles.model import roles_by_model  # noqa: PLC0415

    return tuple(roles_by_model(sentences))
