"""What tells two groups of one name from each other and stands behind it: "escalation after progression", "raised in steps"."""

from digests.outcomes.kinds import SUBGROUPS
from digests.outcomes.patterns import Mark
from digests.outcomes.phrases import Group, end_of_name
from digests.outcomes.scan import Sentence

_LEADS = frozenset("after before upon at on in for by".split())
_EVENTS = frozenset({"progression", "PD"})
_WHEN = frozenset("early late earlier later immediately gradually".split())
_LONGEST = 3


def with_tails(sentence: Sentence, found: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the groups, those that share their noun with another with the words behind it that say which they are."""
    named: list[Group] = []
    for group in found:
        if named and named[-1].end > group.start and named[-1].end >= group.end:
            continue  # it is the tail of the one before
        if named and named[-1].end == group.start and _goes_on(named[-1], group, found):
            name = sentence.text[_start(sentence, named[-1]) : sentence.tokens[group.end - 1].end]
            named[-1] = named[-1]._replace(name=name, kind=SUBGROUPS, end=group.end)
        else:
            named.append(_with_tail(sentence, group) if _is_one_of_two(group, found) else group)
    return tuple(named)


def _goes_on(last: Group, group: Group, found: tuple[Group, ...]) -> bool:
    """Return whether the second tells which of two the first is: "grade 2" "with Ki-67 above 10%", "lanreotide" "for more than 2 years"."""
    told = group.kind == SUBGROUPS and group.lead == "with" and sum(one.name == last.name for one in found) > 1
    return told or (group.lead == "for" and group.name.startswith("treated for "))


def _start(sentence: Sentence, group: Group) -> int:
    return sentence.text.index(group.name, sentence.tokens[group.start].start)


def _is_one_of_two(group: Group, found: tuple[Group, ...]) -> bool:
    """Return whether another group is led to and ends alike: "early escalation" and "escalation", "when ..." and "when ..."."""
    noun = _noun(group)
    others = [one for one in found if one.start != group.start and one.lead == group.lead != ""]
    occasions = group.lead in {"when", "if"}
    return group.kind != SUBGROUPS and any(occasions or _noun(one) == noun for one in others)


def _noun(group: Group) -> str:
    return group.name.rpartition(" ")[2].lower()


def _with_tail(sentence: Sentence, group: Group) -> Group:
    led = [t.label for t in sentence.tokens[group.end : group.end + 1]]
    end = group.end + 1 if led and led[0] in _WHEN else 0
    if led and led[0] in _LEADS:
        end = _end(sentence, group.end + 1)
    if not end or not _closes(sentence, end):
        return group
    name = f"{group.name} {sentence.text[sentence.tokens[group.end].start : sentence.tokens[end - 1].end]}"
    return group._replace(name=name, end=end)


def _end(sentence: Sentence, first: int) -> int:
    """Return where the few words of a tail end, 0 where they hold a number."""
    end = end_of_name(sentence, first)
    words = sentence.tokens[first:end]
    if any(t.mark is Mark.OUTCOME and t.label in _EVENTS for t in sentence.tokens[end : end + 1]):
        return end + 1 if len(words) < _LONGEST else 0
    plain = all(t.mark is Mark.WORD for t in words)
    return end if words and plain and len(words) <= _LONGEST else 0


def _closes(sentence: Sentence, end: int) -> bool:
    following = sentence.tokens[end : end + 1]
    return all(t.mark is not Mark.WORD or t.label == "." for t in following)
