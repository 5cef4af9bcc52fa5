"""What patients bring with them, of which a ratio is told: whether it is a factor's, the factor's name, the outcome it bears on."""

import re
from collections.abc import Sequence

from digests.outcomes import kinds
from digests.outcomes.fillers import OR_MORE
from digests.outcomes.kinds import ARMS, SUBGROUPS, is_treatment
from digests.outcomes.lexicon import MARKER_WORDS
from digests.outcomes.patterns import Mark
from digests.outcomes.phrases import Group
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Reading

FACTOR = "factor"
ACTING = kinds.ACTING - {"significantly"}
# A model of several factors, and what a factor does: "predicted", "was associated with", "an independent risk factor".
_SCHEDULED = r"(?:(?:which|whether|the|how) )?(?:dos(?:e|ing|age)|schedule|interval|regimen|arm|treatment|drug|analogue|octreotide|lanreotide|often)"
OF_FACTORS = re.compile(
    r"(?<!\w)(?:(?:multi|uni)-?vari\w{1,8}(?! (?:adjusted )?(?:hazard|odds|hr|or|risk)(?!\w))|cox|predict\w{0,6}|prognos\w{0,6}|independent\w{0,2}(?! (?:of "
    + _SCHEDULED
    + r"|central|blinded|radiolog|review|committee|assess|reader|read|evaluat|imaging|data))|risk factors?|covariates?|depend\w{0,3} (?:up)?on(?! "
    + _SCHEDULED
    + r")|(?:patients|those) whose (?:disease|tumou?rs?|primar)|as (?:did|had|were) those (?:with|who)|foretold|herald\w{2}|portend\w{0,2}|"
    r"foreshadow\w{0,3}|(?:(?:un)?favou?rable|adverse) (?:\w{4,12} )?(?:factors?|signs?|markers?|features?)|per (?:unit|doubling|log|\d|each|1)|each (?:unit|increase|doubling)|determinants?)(?!\w)"
)
# These are said of treatments too.
_LINKED = re.compile(
    r"(?<!\w)(?:(?:associated|related|linked) (?:to|with)|correlat\w{0,5}|(?:un)?favou?rable|detrimental|protective|adverse(?= for|,? \(|\.)"
    r"|(?:carried|had|bore|conferred|brought) an? (?:[a-z-]{3,14} ){0,2}(?:(?:hazard|odds|risk) ratio|hr|or|rr))(?!\w)"
)
# Behind a list of factors: "treatment for two years (OR 3.1) and prior resection (OR 2.2) were associated with stones".
ALL_LINKED = re.compile(
    r"\) (?:were|are) (?:[a-z]{1,15} ){0,2}(?:associated|linked|related|correlated) (?:to|with)(?!\w)"
)
# The level of a drug is what patients bring, though a treatment is in its name.
_LEVEL = re.compile(r"(?<!\w)(?:serum|plasma|troughs?|levels?|concentrations?|exposure)(?!\w)")
# The same in other languages.
_LINKED_THERE = re.compile(
    r"(?<!\w)(?:einher|assoziiert\w{0,2}|korrelier\w{1,3}|(?:sagte\w?) [^,;(]{3,60} voraus|pradik\w{3,6}|prognos\w{3,8}|(?:associ|correl)\w{2,6} (?:a|avec|con|com|med)|se asocia\w{0,3}|se asocio|geassocieerd|associer\w{1,2})(?!\w)"
)
# What patients bring with them, before "(HR".
_BROUGHT = re.compile(
    r"(?<!\w)(?:ki-?67|(?:tumou?r )?grades? (?:2|3|ii|iii|g2|g3)|g[23]|age|sex|male|female|men|women|ecog|performance status|liver (?:involvement|metastas\w{2}|burden|tumou?r)|hepatic|"
    r"tumou?r (?:burden|load|size|volume)|primary (?:site|tumou?r)|pancreatic (?:primary|origin)|bone metastas\w{2}|extrahepatic|baseline|elevated|carcinoid (?:syndrome|heart)|prior|previous|"
    rf"(?:high|low|raised|increased) (?:baseline |serum |plasma |urinary )?(?:{MARKER_WORDS}|tgr|troughs?)|(?:{MARKER_WORDS}|tgr|tumou?r growth rate|troughs?(?: levels?| concentrations?)?) (?:above|below|over|under|[<>\u2264\u2265])|"
    r"mutations?|expression|smok\w{2,4}|bmi|albumin|surgery|resection|unresected|symptomatic|differentiation|krenning|uptake|suvmax)(?!\w)"
)
_PLAIN_OUTCOME = re.compile(
    r"(?<!\w)(?:associated (?:with|to)|predict\w{0,6}(?: of| for)?|(?:linked|related) (?:to|with)|foretold|heralded|portend\w{0,2}|prognostic (?:factors? )?(?:for|of)|correlated with|risk factors? for)\s(?:a |an )?(?:[a-z-]{1,20} ){0,3}"
)
_BEARS = re.compile(
    r"(?:un)?favou?rable|adverse|detrimental|protective|predict\w{0,3}|foretold|heralded|related|associated|correlated|linked|increased|raised|conferred|carried|fared"
)
_DONE = re.compile(
    r"(?<!\w)(?:interventions?|treatments?|therap(?:y|ies)|arms?|groups?|doses?|intervals?|schedules?|use|added|addition|combination)(?!\w)"
)
# Of whom a treatment's gain is told: "the benefit was confined to those with Ki-67 <5% (HR ...)", "the effect was consistent in".
GAINED = re.compile(
    r"(?<!\w)(?<!clinical )(?<!side )(?<!adverse )(?<!side-)(?:benefit|advantage|gain|improvement|effect)s?(?: (?:of|with|in|on|from|over|for) [^;()]{2,60}?)? (?:(?:was|were|is|remained) (?:also |only |not |most |more )?"
    r"(?:confined|limited|restricted|great(?:er|est)|larg(?:er|est)|smaller|strong(?:er|est)|seen|observed|found|present|apparent|evident|pronounced|consistent|similar|the same|alike|maintained|preserved|independent of|irrespective|regardless|homogeneous|modified)"
    r"|held|persisted|extended to|(?:did|does) not (?:depend|differ|vary))(?!\w)"
)
_COMPARED = frozenset(
    "lower higher longer shorter better worse differ different alike similar improved reduced".split()
)
# Two occasions, which are no treatment: "in 81% when the reason was wearing-off, in 52% when not".
_OCCASIONS = re.compile(r"(?<!\w)when .{4,120}(?<!\w)when ")


def is_of_factor(sentence: Sentence, clause: str, factor: str, found: tuple[Group, ...]) -> bool:
    """Return whether the ratio is a factor's: the clause says so, or its words are of patients and not of treatment."""
    if GAINED.search(clause):
        return False
    if OF_FACTORS.search(clause) or OF_FACTORS.search(sentence.folded):
        return True
    if sentence.spoken and _LINKED_THERE.search(sentence.folded) and not is_treatment(sentence.folded):
        return True
    if reasons_of_change(sentence, found):
        return True
    if _OCCASIONS.search(sentence.folded) and not any(group.kind == ARMS for group in found):
        return True
    brought = _UNTIL.sub("", factor.lower())
    given = is_treatment(brought) and not _LEVEL.search(brought)
    if factor and _LINKED.search(clause) and not given and not _DONE.search(brought):
        return True
    if "subgroup" in sentence.folded:
        return False
    if factor and _BROUGHT.search(factor.lower()):
        return True
    compared = [group for group in found if group.kind]
    return len(compared) > 1 and all(group.kind == SUBGROUPS for group in compared)


# Whom a ratio tells to have had more or less: "women were more likely", "patients with elevated CgA had a higher risk".
_PEOPLE = re.compile(
    r"(?:^|, |; )(?P<who>(?:wo)?men|(?:fe)?males|(?:ex-)?smokers|(?:older|younger|elderly|male|female|symptomatic|obese|diabetic|frail) (?:patients|people|participants|individuals|adults)"
    r"|(?:patients|those|people|participants|individuals|subjects) (?:with (?:an? )?|(?=aged |over |under |older |younger ))(?P<had>[^,;()]{2,60}?)) (?:also )?(?:were|had|lived|showed|experienced|fared|did) (?:an? )?(?:[a-z]{4,16}ly |much |twice as |[\d.]{1,4}[- ](?:times|fold) )?"
    r"(?:more|less|higher|lower|increased|reduced|longer|shorter|worse|better|poorer|inferior|superior|greater|likely)(?!\w)"
)


_ASSIGNED = re.compile(r"(?<!\w)(?:placebo|controls?|arms?|groups?|randomi[sz]ed|assigned|allocated|prrt)(?!\w)")
_AT_SITE = re.compile(r"injection[- ]site")


def people_who_differ(sentence: Sentence, since: int, at: int) -> str:
    """Return those whom a statement tells, before the ratio ``at``, to fare otherwise by what they bring; "" where a treatment may do it."""
    told = _PEOPLE.search(sentence.folded[since:at])
    if told is None or ")" in told.string[told.end() :] or _DONE.search(told["who"]):
        return ""
    if is_treatment(_AT_SITE.sub("", told.string)) or _ASSIGNED.search(told.string):
        return ""
    first, end = told.span("had" if told["had"] else "who")
    return sentence.text[since + first : since + end]


# Before what treatment something was: "slow growth before escalation", "a shorter time from diagnosis to treatment".
_UNTIL = re.compile(r" before .*$|(?<=time) from .*$")

# Two reasons for one change, which are no treatments: "the dose was escalated for symptoms rather than for growth".
_WHY = r"(?P<why>for|because of|due to|owing to|at|upon|after)"
_RATHER = re.compile(
    rf"(?<!\w){_WHY} (?P<one>[a-z][a-z -]{{2,40}}?) (?:rather than|and not|instead of) (?P=why) (?P<other>[a-z][a-z-]{{2,24}})(?!\w)"
)

# The same of whom: "in whom the interval was shortened after biochemical progression ... than those with radiological progression".
_REASONS = r"progress\w{2,5}|symptoms?|growth|flushing|diarrh?o?ea|syndrome|hormon\w{1,8}|carcinoid"
_CHANGING = re.compile(r"(?<!\w)(?:shorten|increas|escalat|intensifi|rais|doubl|chang|augment)ed")
_CHANGED_FOR = re.compile(
    rf"{_CHANGING.pattern} (?:for|because of|due to|owing to|at|upon|after) (?P<one>(?:[a-z]{{3,16}} ){{0,3}}?(?:{_REASONS})(?: alone| only)?)(?!\w)"
    rf"[^.;(]{{0,80}} (?:than|versus|vs|compared with) (?:in )?(?:those|patients) (?:with|whose|in whom|escalated|changed|treated)(?P<rest>[^.;(]{{3,80}})"
)
_TOLD_REASON = re.compile(rf"(?<!\w)(?:[a-z]{{3,16}} )?(?:{_REASONS})(?!\w)")


def reasons_of_change(sentence: Sentence, found: tuple[Group, ...]) -> str:
    """Return the two reasons of which a ratio is, "" where it is of none: "escalated for symptoms / escalated for progression"."""
    told = _RATHER.search(sentence.folded)
    if told and not is_treatment(f"{told['one']} {told['other']}"):
        return sentence.text[slice(*told.span())]
    deeds = {group.name: _REASON.split(group.name.lower()) for group in found}
    alike = len({deed for deed, *_ in deeds.values()}) == 1 and all(len(parts) > 1 for parts in deeds.values())
    apart = len(deeds) == len({"one", "other"}) and not any(is_treatment(parts[-1]) for parts in deeds.values())
    if alike and apart:
        return " / ".join(deeds)
    if (changed := _CHANGED_FOR.search(sentence.folded)) and not is_treatment(_CHANGING.sub("", changed["rest"])):
        other = _TOLD_REASON.search(sentence.folded, *changed.span("rest"))
        return f"{sentence.text[slice(*changed.span('one'))]} / {other.group().removeprefix('for ')}" if other else ""
    return ""


_REASON = re.compile(r" (?:for|because of|due to|owing to|at|upon|after) ")

_TO_BE = frozenset("was were is remained significantly independently strongly also".split())
_BEFORE_NOUN = frozenset(
    "a an the only independent strong strongest significant major".split()
)  # "an independent predictor"


def name_of_factor(sentence: Sentence, one: Reading, readings: Sequence[Reading]) -> str:
    """Return the factor that the ratio is of: "Ki-67 above 5% (HR 2.4", "grade 2 predicted PFS (HR 2.31"."""
    tokens, depth = sentence.tokens, sentence.tokens[one.place].depth
    last = one.place
    while last > 0 and tokens[last - 1].depth >= depth > 0:
        last -= 1
    last = last - 1 if depth else _before_colon(sentence, one.place) or _before_carrying(sentence, one.place)
    limit = max((other.place for other in readings if other.place < one.place), default=-1)
    limit = _after_heading(sentence, limit, last)
    verbs = [p for p in range(limit + 1, last) if _BEARS.fullmatch(tokens[p].label) or tokens[p].label in ACTING]
    verbs += [p for p in range(limit + 1, last - 1) if [t.label for t in tokens[p : p + 2]] in _FARED]
    last = verbs[0] if verbs else last
    while last > 0 and (tokens[last - 1].label in _TO_BE or (verbs and tokens[last - 1].label in _BEFORE_NOUN)):
        last -= 1
    first = start = _before_bound(sentence, limit, last)
    while first - 1 > limit and start - first < 9 and not _parts(sentence, first - 1):
        first -= 1
    while first < last and tokens[first].label in {"a", "an", "the", "on"}:
        first += 1
    words = tokens[first:last]
    name = sentence.text[words[0].start : words[-1].end].strip(" ,;:(") if words else ""
    name = _RISK.sub("", name)
    rest = first > 0 and tokens[first - 1].label == "for" and tokens[first].label in {"more", "less"}
    name = name if name[:1].isalnum() and not rest else ""
    borne = bool(verbs) and any(
        t.mark is Mark.OUTCOME for t in tokens[verbs[0] : one.place]
    )  # "a rise of CgA predicted PFS"
    measured = any(t.mark is Mark.OUTCOME for t in words) and not (borne or _BROUGHT.search(name.lower()))
    compared = any(t.mark is Mark.VERSUS and t.label != "than" for t in words) or _THAN.search(name) is not None
    compared = compared or (bool(words) and words[-1].label in _COMPARED)
    brought = _BROUGHT.search(name.lower()) is not None and not is_treatment(name.lower()) and not _THAN.search(name)
    return "" if measured or (compared and not brought) else name


_THAN = re.compile(r"(?<!more)(?<!less) than ")


def _before_bound(sentence: Sentence, limit: int, last: int) -> int:
    """Return the place before the bracket that says how much is meant, the same place where none ends there: "elevated CgA (>10 \u00d7 ULN)"."""
    tokens = sentence.tokens
    if tokens[last - 1].mark is not Mark.CLOSE:
        return last
    opened = next((p for p in range(last - 1, limit, -1) if tokens[p].mark is Mark.OPEN), last)
    return last if any(t.mark is Mark.RATIO for t in tokens[opened:last]) else opened


# "And an ECOG status of 2 a higher risk of death", where the verb is left out; "ursodiol showed no (protective effect)".
_RISK = re.compile(r" an? (?:\w{4,9} )?(?:risk|hazard|odds) of .*$| (?:showed|had|exerted|provided) (?:no|an?)$")
_FARED = (["did", "worse"], ["did", "better"], ["risk", "factor"], ["risk", "factors"], ["prognostic", "factor"])
# "Independent predictors of progression were Ki-67 (HR 2.1)", "shorter PFS was predicted by grade 2 (HR 2.0)".
_LISTED = re.compile(r"predictors?|factors?|variables?|determinants?|features|parameters|characteristics|markers")
_EQUAL = frozenset("were was are is included include comprised".split())


def _after_heading(sentence: Sentence, limit: int, last: int) -> int:
    """Return the place of the word behind which factors are listed, ``limit`` where none stands before ``last``."""
    tokens = sentence.tokens
    near = range(limit + 1, last)
    said = next((p for p in near if tokens[p].label in _EQUAL or _LISTED.fullmatch(tokens[p].label)), last)
    if said < last and tokens[said].label not in _EQUAL:
        equal = [p for p in range(said, last) if tokens[p].label in _EQUAL or tokens[p].label == ":"]
        return equal[-1] if equal else limit
    by = [p for p in near if tokens[p].label == "by" and _BEARS.fullmatch(tokens[p - 1].label)]
    return by[-1] if by else limit


def _before_colon(sentence: Sentence, place: int) -> int:
    """Return the place of the colon that leads to the ratio ("liver load >25%: HR 1.8"), 0 where none does."""
    return place - 2 if place > 1 and sentence.tokens[place - 2].label == ":" else 0


def _before_carrying(sentence: Sentence, place: int) -> int:
    """Return the place behind the name of what has a ratio: "low troughs (<3 ng/mL) carried an odds ratio of 3.1"; 0 where none has."""
    ratio = next((p for p in range(place - 1, 0, -1) if sentence.tokens[p].mark is Mark.RATIO), 0)
    verb = next((p for p in range(ratio - 1, max(0, ratio - 5), -1) if sentence.tokens[p].label in _CARRYING), 0)
    while verb and sentence.tokens[verb - 1].mark is Mark.CLOSE:
        depth = sentence.tokens[verb - 1].depth
        verb = next((p for p in range(verb - 2, 0, -1) if sentence.tokens[p].depth <= depth), 0)
    return verb


_CARRYING = frozenset("carried had bore conferred brought".split())


def _parts(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    if [t.label for t in sentence.tokens[place : place + 2]] in OR_MORE:
        return False  # "a Ki-67 of 10% or more"
    return token.mark in {Mark.COMMA, Mark.AND, Mark.SEMICOLON, Mark.CLOSE} or token.label in {
        "were",
        "was",
        ":",
        "not",
        "with",
        "in",
        "for",
        "that",
        "had",
        "analysis",
        "only",
        "depend",
    }


def outcome_of_factor(sentence: Sentence) -> str:
    """Return the outcome that the factors are said to bear on: "were associated with shorter PFS", "predicted progression"."""
    for match in _PLAIN_OUTCOME.finditer(sentence.folded):
        named = [
            t
            for t in sentence.tokens
            if t.mark is Mark.OUTCOME and t.start - match.end() + 40 >= 0 and t.start >= match.start()
        ]
        if named and named[0].start - match.start() <= 60:
            return "OS" if named[0].label == "deaths" else named[0].label
    return ""
