"""What a study found, first: how much each of its results says of what it was made to find out, in points by feature."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digests.gist import cues, primary
from digests.gist.scores import Scored, Told, best_of, of_role, worth_of
from digests.roles import Role
from watcher.model import Record
from watcher.text import fold

# What a feature of a sentence is worth, times whether it is so or how much of it there is: learnt by ``benchmarks/train_findings.py``.
POINTS: Mapping[str, float] = {
    "primary": 7.9,
    "primary words": 8.8,
    "primary short": 8.0,
    "primary change": 7.9,
    "made for": 2.4,
    "aim": 2.3,
    "title": 1.7,
    "met": 4.0,
    "question": 1.1,
    "statistics": 0.3,
    "changed": 1.0,
    "concluded words": 0.6,
    "first": 0.7,
    "figures": 1.3,
    "significant": 0.5,
    "not significant": -0.5,
    "subgroup": -4.1,
    "background": -3.0,
    "place": -2.0,
    "given": -3.0,
    "interval": 1.7,
    "compared": 0.5,
    "beside": -2.0,
    "factor": -5.7,
    "icer": 3.5,
    "dominant": 0.5,
    "safety": -2.2,
    "of all": 0.6,
    "held": 1.7,
    "relation": 6.0,
    "used": 9.0,
    "bare": -3.0,
    "before": -1.6,
    "marker": -2.0,
    "thereupon": 4.0,
    "kept": 5.0,
}
_MOST_FIGURES = 3.0
_HALF = 0.5  # of the words in which a primary outcome of no family of ours is named
_FEW = 3  # and fewer results stand all near the first
_INTERVAL = re.compile(
    r"(?:95 ?% ?)?(?<!\w)(?:ci|confidence interval|cri)(?!\w)|(?<!\w)(?:hr|rr|hazard ratio|odds ratio)(?!\w)|(?<!\w)or[ ,:=]{1,3}\d{1,3}[.\u00b7]\d"
)
_COMPARED = re.compile(
    r"(?<!\w)(?:versus|vs|compared (?:with|to)|than|difference|differ(?:ed)?)(?!\w)|(?:in|with|for|on|at) [^.;,]{2,60} (?:and|versus|vs\.?) [^.;,]{0,30}\d"
)
# What is said beside the main thing.
_BESIDE = re.compile(
    r"(?:however|in contrast|conversely|in addition|additionally|furthermore|moreover|further|similarly|likewise|of note|notably|in (?:an? )?(?:exploratory|sensitivity|post[- ]hoc)|exploratory|secondary)(?!\w)"
)
# What goes with an outcome, or who fares better: no news of what the treatment does.
_FACTOR = re.compile(
    r"(?P<what>(?:was|were|is|are|remained|be) (?:\w{1,16} )?(?:associated|correlated|related) (?:with|to))|multivaria|univaria|(?:more|less) likely to|(?:more|less) (?:frequent|common|often) (?:in|among|with) (?:the )?(?:patients|those|people|women|men) (?:with|who had|whose|above|below|aged|older|younger)(?! (?:lanreotide|octreotide|escalat|intensif|above-label|high))|independent|(?<!model )(?<!models )predict(?!ed (?:median|mean|trough|steady|concentration|exposure|level))|prognos|correlat|risk factors?"
    r"|(?:patients|those|tumou?rs|people) (?:with|whose|who had|above|below) (?!(?:the |their )?(?:\w{4,12} )?(?:dose|dosing|interval)s?(?!\w)|above-label|escalat|intensif|shorten|high(?:er)?[- ]dose)(?:[^.;]|\.(?=\d)){2,90} (?:than|compared (?:with|to)|versus|vs\.?|and) (?:\d[\d.,]*+ (?:[a-z]{1,12} )?)?(?:in |for |with |of |one of )?(?:those|patients|tumou?rs|people)(?!\w)"
)
# Of everybody, where others are told of parts.
_OF_ALL = re.compile(
    r"(?:whole|entire|overall|total|full) (?:group|cohort|population|series|sample|control arm|study population)|(?:in|of|for|among) all (?:\d+ )?patients|^overall,"
)
# How it was before anything was done: "on 120 mg every 28 days he still had seven stools".
_BEFORE = re.compile(
    r"(?<!\w)(?:had (?:\w{1,12} )?(?:been(?! (?:escalated|intensified|raised|shortened|increased))|controlled|had|received|presented|recurred|progressed)|still (?:had|reported|suffered)|was (?:\w{1,12} )?(?:diagnosed|admitted|referred|started|given)|before (?:the )?(?:dose )?(?:escalation|change|treatment|increase|switch|shortening|intensification|start)|-year-old)(?!\w)"
)
# What most of those who were asked held.
_HELD = re.compile(
    r"(?:most|many|nearly all|almost all|the majority of) (?:of the )?(?:participants|patients|respondents|interviewees|carers|people|physicians|specialists|experts)(?!\w)"
)
# A ratio without a word of whom it compares: what came before says that.
_BARE_RATIO = re.compile(
    r"(?:the )?(?:(?:adjusted|corresponding|unadjusted|stratified) )?(?:hazard|odds|risk|rate) ratio (?!with |in |of |after |between )|(?:this|the) (?:difference|effect) was"
)
# A study of how two things go together tells that first.
_OF_RELATION = re.compile(r"exposure[- ]response|relation|(?<!\w)associat|correlat|link between")
_RELATION_OF = re.compile(r"(?<!\w)(?:relation(?:ship)?|association|correlation|link) (?:of|between)(?!\w)")
_RELATED = re.compile(
    r"(?<!\w)(?:(?:was|were) (?:\w{1,16} ){0,2}(?:related|associated|linked|correlated) (?:to|with)|correlat|relation|associations?(?!\w))"
)
# A study of who has how much: the share of those is its result.
_OF_USE = re.compile(
    r"(?<!\w)use and (?:[\w-]{1,12} )?(?:outcomes?|results|effects?|survival) of (?:[\w-]{1,16} ){0,4}(?:escalat|intensif|above|off-label|high)|(?:frequency|prevalence|uptake|patterns?|utili[sz]ation|incidence) of (?:[\w-]{1,16} ){0,4}(?:dos|escalat|intensif|use|above|off-label)|dispens|prescri(?:bed|bing|ption)|refills?|claims|(?:above|off|beyond)[- ]label (?:[\w-]{1,16} ){0,3}(?:use|dosing|intensity)|(?:dosing|doses|use) (?:above|beyond|outside) (?:the )?label"
)
_USED = re.compile(
    r"\d (?:(?:patients|pts|people|users|adults|beneficiaries) )?\(\d{1,2}(?:[.,]\d{1,2})? ?%\) (?:\w{1,12} ){0,2}(?:had|received|were|underwent|got|exceeded|experienced)(?!\w)|^(?:[^.;,]{1,60}, )?(?:an? )?(?:above-label|off-label|dose) (?:[\w-]{1,16} ){1,3}(?:was|were|occurred) [^.;]{0,40}\d ?%"
)
# A study of a switch: who stayed on what they were switched to.
_OF_SWITCH = re.compile(
    r"(?<!\w)(?:switch|transition|convers|chang)\w{0,5} (?:[\w-]{1,20} ){0,6}?(?:from|to|after|between)(?!\w)"
)
_KEPT = re.compile(
    r"\d ?%\)? (?:of (?:the )?(?:patients|pts|them) )?(?:had |were )?(?:still )?(?:(?:remained|stayed|continued|persisted|maintained) on|(?:chose|elected|opted|wished|preferred) to (?:continue|remain|stay))(?!\w)"
)
# "EUR 11 million (range in sensitivity analyses 8 to 15)": the base case.
_RANGE = re.compile(r"\(range in [^()]{1,80}\)")
# "The mean change was -1.7": of what was named as primary.
_OF_THE_PRIMARY = re.compile(
    r"^(?:overall, |at [^,;.]{3,40}, |after [^,;.]{3,40}, )?the (?:adjusted |mean |median |estimated |least[- ]squares |absolute |overall |observed |between-group |treatment ){0,3}(?:change|difference|reduction|decrease|decline|increase|proportion|rate|value|score|estimate)s? (?:from baseline |between (?:the )?(?:two )?(?:groups|arms) )?(?:was|were|fell|rose|amounted)(?!\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the study was made to find out, and what they say that it did."""

    named: frozenset[str]
    named_words: frozenset[str]
    short: re.Pattern[str] | None
    made_for: frozenset[str]
    aim: frozenset[str]
    title: frozenset[str]
    is_of_cost: bool
    is_of_groups: bool
    is_of_relation: bool
    is_of_use: bool
    is_of_switch: bool
    words: frozenset[str]
    claim: str


def finding_scores(record: Record, told: Sequence[Told], results: Sequence[Told], design: Sequence[str]) -> Scored:
    """Return how much each sentence says of what the study was made to find out."""
    asked = asked_by(record, told, design)
    return [
        (
            one,
            sum(
                POINTS[name] * value
                for name, value in features(record.text, one, number / max(len(results) - 1, _FEW), asked)
            ),
        )
        for number, one in enumerate(results)
    ]


# Points, or share of its own, by which the best finding must lead the next: below, a reader may want either, and gets both.
_LEAD, _SHARE_OF_BEST = 2.5, 0.65


# "The 6-month PFS rate was 73% versus 56%", behind the median of it.
_MILESTONE = re.compile(
    r"(?:the )?(?:estimated )?(?:(?:\d{1,2}|one|two|three|five|six|twelve)[- ](?:month|year|week)s? (?:[\w-]{1,16} ){1,3}|(?:[\w-]{1,16} ){1,3}(?:rates? )?at (?:\d{1,2}|one|two|three|five|six|twelve) (?:months?|years?|weeks?) )(?:rates? |probabilit\w{1,3} )?(?:was|were)(?!\w)"
)


def _tells_again(first: Told, one: Told) -> bool:
    """Return whether a sentence gives at a milestone what the first gave whole, with its interval."""
    is_whole = _INTERVAL.search(first.folded) and "median" in first.folded
    return bool(
        is_whole and _MILESTONE.match(one.folded) and primary.outcomes(one.folded) <= primary.outcomes(first.folded)
    )


def best_found(scored: Scored) -> list[Told]:
    """Return the finding that scores best, and the next where it is nearly as good: it is of the outcome named as primary too, where there is one."""
    worth = dict(scored)
    three = best_of(scored, 3)
    best = [one for at, one in enumerate(three) if not (at and _tells_again(three[0], one))][:2]
    most = max(worth.values(), default=0.0)
    least = min(most - _LEAD, most * _SHARE_OF_BEST)
    return [one for one in best if worth[one] > max(least, 0.0)] or best[:1]


# Without it the finding says more than was found: "The excess was confined to pancreatic primaries", "recruitment stopped for futility".
_QUALIFIES = re.compile(
    r"^(?:the|this|these) (?:[\w-]{1,16} ){0,2}(?:excess|effect|association|benefit|increase|difference|risk|improvement|reduction|advantage|gain|relation)s? (?:(?:was|were|is) (?:\w{1,16} )?(?:confined|limited|restricted) to|(?:was|were|is) (?:[\w-]{1,16} )?only |(?:was|were|is) (?:\w{1,16} )?only(?!\w)|(?:was|were|is) (?:seen|present|found|observed|evident|significant) [^;]{3,80} but not (?:in|for|with|among) )"
    r"|^(?:the )?(?:recruitment|enrolment|enrollment|trial|study)(?: was| were| had)? (?:\w{1,12} )?(?:stopped|terminated|halted|closed|discontinued) (?:\w{1,12} )?(?:for|because of|due to|on account of|owing to) (?:futility|lack of (?:efficacy|benefit)|efficacy|harm|superiority)"
)
# What cannot stand first: it says of something told before how it was.
_LEANS = re.compile(r"(?:it|they|this|these) (?:was|were|is|are|did|had|rose|fell|occurred)(?!\w)")


def found_first(scored: Scored) -> list[Told]:
    """Return the finding and the next, behind the sentence on which it leans where it does; what limits the finding comes before any other.

    Where only the next is of harm it is left out: its place is under safety.
    """
    found = best_found(scored)
    limits = [one for one, _ in scored if one not in found[:1] and _QUALIFIES.search(one.folded)]
    if limits:
        return [*found[:1], limits[0]]
    if [cues.SAFETY.search(one.folded) is not None for one in found] == [False, True]:
        return found[:1]
    if not found or not _LEANS.match(found[0].folded):
        return found
    before = (one for one, _ in scored if one.at.start < found[0].at.start)
    told = max(before, key=lambda one: one.at.start, default=None)
    return [told, found[0]] if told else found


def features(text: str, one: Told, place: float, asked: Asked) -> Iterator[tuple[str, float]]:
    """Yield what speaks for and against the sentence, by name; ``place`` is 0 for the first of many results."""
    said = primary.outcomes(one.folded)
    yield from _of_what_was_asked(one, said, asked)
    yield "statistics", bool(cues.STATISTICS.search(one.folded))
    yield "interval", bool(_INTERVAL.search(one.folded))
    yield "compared", bool(_COMPARED.search(one.folded))
    yield "factor", not asked.is_of_groups and _tells_of_a_factor(one.folded, asked)
    yield "beside", bool(_BESIDE.match(one.folded))
    yield "changed", bool(cues.CHANGED.search(one.folded))
    yield "first", not place
    yield "place", place
    yield "figures", min(worth_of(text, one), _MOST_FIGURES)
    yield "significant", bool(cues.SIGNIFICANT.search(one.folded))
    yield "not significant", bool(cues.NOT_SIGNIFICANT.search(one.folded))
    yield "subgroup", not asked.is_of_groups and bool(cues.SUBGROUP.search(_RANGE.sub("", one.folded)))
    yield "background", bool(cues.BACKGROUND_SAID.search(one.folded))
    yield "given", bool(cues.GIVEN.search(one.folded) and not cues.THEREUPON.search(one.folded))
    yield "thereupon", bool(cues.RAISED.search(one.folded) and cues.THEREUPON.search(one.folded))
    yield "icer", asked.is_of_cost and bool(cues.ICER.search(one.folded))
    yield "dominant", "dominant" in one.folded
    yield "of all", bool(_OF_ALL.search(one.folded))
    yield "held", bool(_HELD.match(one.folded))
    yield "relation", asked.is_of_relation and bool(_RELATED.search(one.folded))
    yield "used", asked.is_of_use and "escalation" in said and bool(_USED.search(one.folded))
    yield "kept", asked.is_of_switch and bool(_KEPT.search(one.folded))
    yield "bare", not said & asked.named and bool(_BARE_RATIO.match(one.folded))
    yield "before", bool(_BEFORE.search(one.folded))
    yield "marker", said == {"biochemistry"} and not said & (asked.named | asked.aim | asked.title | asked.made_for)
    of_harm = "safety" in asked.named | asked.aim | asked.title or "dose limits" in said & asked.made_for
    yield "safety", not of_harm and bool(cues.SAFETY.search(one.folded))


def _of_what_was_asked(one: Told, said: frozenset[str], asked: Asked) -> Iterator[tuple[str, float]]:
    stems = beginnings(one.folded)
    called = asked.short is not None and asked.short.search(one.folded) is not None
    counted = primary.COUNTED.search(one.folded) is not None  # "the primary endpoint was reached by 61%"
    shared = counted or len(stems & asked.named_words) / max(2, min(len(asked.named_words), 4))
    yield "primary short", called
    yield "primary", not called and (counted or bool(said & asked.named) or (not asked.named and shared >= _HALF))
    yield "primary words", min(1.0, shared)
    yield "primary change", counted or bool(asked.named_words and _OF_THE_PRIMARY.search(one.folded))
    if not asked.named and not asked.named_words:
        yield "made for", bool(said & asked.made_for)
        yield "aim", bool(said & asked.aim - asked.made_for)
        yield "title", bool(said & asked.title)
        yield "question", max((primary.WEIGHTS.get(outcome, 0.0) for outcome in said), default=0.0)
    yield "met", bool(primary.MET.search(one.folded))
    yield "concluded words", min(len(stems & beginnings(asked.claim)), 4)


def _tells_of_a_factor(folded: str, asked: Asked) -> bool:
    """Return whether the sentence says what goes with an outcome, and it is not what the study is about: "intensified treatment"."""
    match = _FACTOR.search(folded)
    return match is not None and not (match["what"] and beginnings(folded[: match.start()]) & asked.words)


# What a study of this design is made to find out.
_MADE_FOR = {
    "pharmacokinetics": "exposure",
    "cost": "costs",
    "pharmacovigilance": "safety",
    "phase 1": "dose limits",
    "qualitative": "themes",
}


# What a study is made to find out by a word of its title.
_TITLED = {
    r"predicti(?:on|ng)|nomogram|risk score|detection|diagnostic": "accuracy",
    r"feasib": "feasibility",
    r"(?:(?<!\w)use|uptake|frequency|prevalence|intensity|dosing) of |patterns?(?!\w)|utili[sz]ation|refills?|and escalation|dispens|prescri(?:bed|bing|ption)|off-label|above-label use": "escalation",
}


def asked_by(record: Record, told: Sequence[Told], design: Sequence[str]) -> Asked:
    """Return what the study was made for: the outcomes named as primary, else those of aim, title and design."""
    own = [
        f"{one.at.heading}: {one.folded}" if one.at.heading else one.folded
        for one in told
        if one.at.role not in _NOT_OWN
    ]
    title, aims = fold(record.title), [one.folded for one in told if is_aim(one)]
    aim = next((found for folded in aims if (found := primary.first(primary.aim(folded)))), frozenset[str]())
    of_title = primary.outcomes(title) - {"escalation"}
    if _EFFICACY.search(" ".join([title, *aims])):  # "efficacy and safety": the former is the news
        aim, of_title = aim - {"safety"}, of_title - {"safety"}
    names = primary.named(own)
    short = primary.short_names(own) if names else primary.short_of_title(title, [one.folded for one in told])
    words = f"{title} {' '.join(aims)}"
    is_of_relation = any(map(_RELATION_OF.search, [title, *aims]))
    return Asked(
        named=names,
        named_words=beginnings(primary.phrase(own)),
        short=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(short)))})(?!\w)") if short else None,
        made_for=frozenset(
            [outcome for tag, outcome in _MADE_FOR.items() if tag in design]
            + [outcome for words, outcome in _TITLED.items() if re.search(words, title)]
        ),
        aim=aim,
        title=of_title,
        is_of_cost="cost" in design,
        is_of_groups=bool(is_of_relation or _OF_GROUPS.search(words) or _OF_RELATION.search(title)),
        is_of_relation=is_of_relation,
        is_of_use=bool(_OF_USE.search(title) and not _EFFICACY.search(words)),
        is_of_switch=_OF_SWITCH.search(title) is not None,
        words=beginnings(words),
        claim=_claim(told),
    )


_NOT_OWN = frozenset({Role.BACKGROUND, Role.CONCLUSIONS})
_EFFICACY = re.compile(
    r"efficac|effectiveness|antitumou?r (?:effect|activity)|(?:effects?|activity|benefits?) and (?:safety|toler)|(?:safety|toler\w{3,6}),? and (?:[\w-]{1,16} )?activity"
)
# A study of who fares better has no subgroups that stand behind the whole.
_OF_GROUPS = re.compile(
    r"(?<!and )(?<!, )(?:predict|prognos|risk factors?|subgroup|biomarker|determinants?|factors (?:associated|affecting)|who benefits?|outcomes? (?:[\w-]{1,20} ){0,5}(?:by|according to) |in subgroups)"
)


def is_aim(one: Told) -> bool:
    """Return whether a sentence states what the study is for: under that heading, or in words of an aim."""
    return (one.at.labelled and one.at.role is Role.OBJECTIVE) or primary.AIM.search(one.folded) is not None


def _claim(told: Sequence[Told]) -> str:
    """Return the first thing that they conclude, without what they set against it."""
    first = next(iter(of_role(told, Role.CONCLUSIONS)), None)
    return re.split(r",? (?:but|although|though|while|whereas|however)(?!\w)", first.folded)[0] if first else ""


_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 6  # letters of a word that are compared: "progression" and "progressive" are one
_COMMON = frozenset("with were from that this have been patients patient study group groups after than during treatment neuroendocrine tumour tumor tumours tumors nets median".split())  # fmt: skip


def beginnings(folded: str) -> frozenset[str]:
    """Return the beginnings of the words that tell something, by which two sentences are compared."""
    return frozenset(word[:_STEM] for word in _WORD.findall(folded) if word not in _COMMON)
