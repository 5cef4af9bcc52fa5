"""The one group of which a whole sentence tells by how it opens: "In patients with progressive disease at the start", "At progression, 18 patients received A"."""

import re

from digests.outcomes.kinds import ARMS, SUBGROUPS, is_treatment, name_of
from digests.outcomes.lexicon import WORDS
from digests.outcomes.phrases import Group
from digests.outcomes.scan import Sentence

_WHEN = r"(?: (?:at|before|prior to|on|when|during) (?:the )?(?:time of )?(?:study )?(?:start|baseline|entry|inclusion|enrol?ment|escalation|intensification|switch|initiation|referral)(?: of [a-z ]{3,24})?)"
_DISEASE = (
    r"(?:(?:documented |radiolog\w{3,7} |disease )?progression|(?:stable|progressive|progressing) disease|sd|pd)(?!\w)"
)
# What the disease did before tells whose time to an event follows.
_STATE = re.compile(
    rf"(?:in|among|for) (?:the )?(?:\d{{1,4}} )?(?:patients|pts|those|cases) (?:with|entering with|who had) (?P<name>{_DISEASE}{_WHEN}?), (?=.{{0,60}}(?:pfs|survival|ttp|progression|treatment))"
)
# Some who were given another treatment later.
_LATER = re.compile(
    rf"(?:at|after|on|upon|following|of these|of them|subsequently|later|thereafter)(?: [a-z]{{1,16}}){{0,3}},? (?:\d{{1,4}}|{WORDS})(?: patients| pts)? (?:were )?(?:received|got|switched to|moved to|escalated to|changed to) "
    r"(?P<name>[^,;()]{3,60}?)(?:,? and (?:had|achieved|reached|showed)|, with|, achieving) (?:an? |the )?(?:[a-z]{3,12} ){0,2}(?:pfs|os|ttp|orr|dcr|progression|overall|disease|objective)(?!\w)"
)


def opening(sentence: Sentence) -> Group | None:
    """Return the group of which the sentence tells alone, with the tokens from its opening; None where it opens with none."""
    told, kind = _STATE.match(sentence.folded), SUBGROUPS
    if told is None:
        told, kind = _LATER.match(sentence.folded), ARMS
    if told is None:
        return None
    name = name_of(sentence.text[slice(*told.span("name"))].strip())
    end = sum(token.start < told.end("name") for token in sentence.tokens)
    known = kind == SUBGROUPS or is_treatment(name.lower())
    return Group(name, kind, "in", 0, end) if name and known else None
