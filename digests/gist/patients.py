"""Who was studied: the labels that a tumour board asks for first, each with its sentence, as words of the field.

Read from the title and from what objective, methods and the opening of the results say of the patients: what the
background says of the disease, the results of a subgroup, or the conclusions of practice, is no trait of this
study's patients.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from digests.gist.earlier import VAGUE, earlier
from digests.gist.grades import graded, grades
from digests.gist.number import how_many
from digests.roles import Marked, Role, marked
from watcher.model import Span, Trait
from watcher.text import fold, sentences

_STUDIED = frozenset({Role.OBJECTIVE, Role.METHODS, Role.RESULTS})
# "We searched two databases and included 24 studies with 1,688 patients", wherever it stands.
_OWN = re.compile(
    r"we (?:\w{1,16}ly )?(?:searched|included|studied|enroll?ed|treated|reviewed|analy[sz]ed|compared|followed|identified|report|describe|measured)(?!\w)"
    r"|(?:the )?(?:researchers|investigators|doctors|physicians) (?:(?:from|at|in) [^.;]{1,60} )?(?:looked back at|reviewed|studied|analy[sz]ed|compared|followed|examined|enrolled)(?!\w)"
)
# The order in which a reader meets them.
_ORDER = ("n", "grade", "differentiation", "Ki-67", "primary", "function", "burden", "prior SSA", "line")
_SITES = (
    ("pancreas", r"(?:duodeno-?)?pancrea(?:s|tic)(?! (?:enzyme|insufficien|exocrine|function|polypeptide|elastase|atrophy|duct|secreti|surgery|resection|juice|supplement))|pancreatico?-nets?|p-?nets?|pannets?|pankrea\w{1,6}|pancreatiques?|pancreatic[oah]s?|alvleesklier|bukspott\w{0,8}|bugspyt\w{0,8}|trzustki|\u80f0\u817a|\u819b"),
    ("midgut", r"mid-?gut|mitteldarm\w{0,8}|intestin moyen|intestino medio"),
    ("small intestine", r"small[- ](?:bowel|intestin\w{1,6})|ile(?:al|ums?)(?! (?:resection|surgery|valve|pouch|disease))|jejun\w{1,6}|ileojejunal|si-?nets?|dunndarm\w{0,12}|dunne darm|tunntarm\w{0,4}|tyndtarm\w{0,6}|tynntarm\w{0,4}|intestin grele|intestino delgado|intestino tenue|jelita cienkiego|\u5c0f\u80a0|\u5c0f\u8178"),
    ("intestine", r"(?<!small )(?<!small-)(?:intestin(?:al|e|es)(?! (?:obstruct|absorp|microb|transit|motil|resect|surg))|gut(?! (?:hormon|microb|transit)))"),
    ("hindgut", r"hind-?gut|rect(?:al|um)|colorectal"),
    ("stomach", r"gastric(?! bypass| emptying| acid| secretion| surgery| outlet| varic)|stomach"),
    ("duodenum", r"duodenal|duodeno-?pancrea\w{1,6}"),
    ("appendix", r"appendiceal|appendix"),
    ("lung", r"lung|bronchial|broncho-?pulmonary|pulmonary carcinoids?"),
    ("thymus", r"thymus|thymic"),
    ("thoracic", r"(?<!transarterial )(?:intra)?thoracic(?= (?:(?:and|or) |neuroendoc|carcinoid|nets?(?!\w)|nens?(?!\w)|tumou?r))"),
    ("unknown primary", r"unknown (?:primary|origin)|cup-?nets?"),
    ("gastrointestinal", r"gastro-?intestinal(?= (?:nets?|nens?|neuroendoc\w+|carcinoids?)(?!\w))"),
    ("GEP-NET", r"gastro-?entero-?pan[ck]rea\w{1,8}|gastro-?intestinal(?:,| and| or|/) ?pancreatic|pancreatic(?: and| or|/) ?gastro-?intestinal|digestive(?: tract| system|(?= nets?(?!\w)| nens?(?!\w)| neuroendoc))|entero-?pancreatic|gep[ -]?n(?:e?t|en)s?|tne-?gep|gep-?tne"),
)  # fmt: skip
_PLACES = tuple(
    (site, re.compile(rf"(?<![^\W\u3041-\u9fff])(?<!-)(?:{pattern})(?![^\W\u3041-\u9fff])")) for site, pattern in _SITES
)
_DIFFERENTIATION = re.compile(r"(?<!\w)(well|moderately|poorly)[- ](?:and moderately[- ])?differentiated")
_KI67 = re.compile(
    r"(?<!\w)(?P<average>(?:median|mean) )?ki-?\s?67(?:[- ](?:proliferati(?:on|ve) )?(?:labell?ing )?(?:index|indices|value|score)?)?(?:(?!(?:rise|rose|risen|increased|fell|fallen|higher|lower|available|known|missing|determined|measured|assessed|tested|done) in )[^.;\d<>\u2264\u2265]){0,24}"
    r"(?P<value>(?:[<>\u2264\u2265]\s?=?\s?)?\d{1,4}(?:\.\d{1,4})?\s?%?\s?(?:(?:-|to|and)\s?\d{1,4}(?:\.\d{1,4})?\s?)?%)"
)
_LIMITS = {r"(?:below|under|less than|lower than) \d": "<", r"(?:up to|at most|not exceeding) \d": "\u2264", r"(?:above|over|more than|higher than|greater than|exceeding) \d": ">", r"at least \d": "\u2265"}  # fmt: skip
_FUNCTION = re.compile(
    r"(?<!\w)(non-?\s?function(?:ing|al)|hormonally inactive|function(?:ing|al)(?= (?:and|or|gep|p-?net|net|neuro|pancr|tumou?r|midgut|carcin|small|ile|status))|(?:(?<=were )|(?<=was )|(?<=\d ))function(?:ing|al)(?=[,;.)]|$| in \d| \(\d)|hormone-secreting|secretory|"
    r"carcinoid syndrome|[ck]ar[ck]?[zc]inoid-?(?:und )?syndroo?m\w{0,3}|syndrome carcinoide|sindrome carcinoide|zespol\w{0,4} rakowiak\w{1,4}|\u7c7b\u764c\u7efc\u5408\u5f81|\u30ab\u30eb\u30c1\u30ce\u30a4\u30c9\u75c7\u5019\u7fa4|hormone-related symptoms|carcinoid (?:heart disease|symptoms|diarrho?ea|flush(?:ing|es)?(?!\w))|(?:vip|insulin|gastrin|glucagon|somatostatin)omas?(?!\w))"
)
_FUNCTIONS = {"non": "non-functioning", "hormonally": "non-functioning", "function": "functioning", "secretory": "functioning", "hormone-s": "functioning", "hormone-r": "functioning", "carcinoid h": "carcinoid heart disease"}  # fmt: skip
_BURDEN = re.compile(
    r"(?<!\w)(?P<how>high|low|limited|extensive|large|small|substantial|bulky)(?:[- ](?:volume|overall|(?:hepatic|liver)(?! (?:load|burden))))? (?:(?:(?:hepatic|liver) )?tumou?r (?:load|burden|bulk)|(?:liver|hepatic) (?:load|burden|metastases|involvement|disease))"
    r"|(?P<limit>[<>\u2264\u2265]\s?=?\s?\d{1,4}\s?%)(?: of (?:the )?(?:liver|hepatic)| (?:hepatic|liver))"
    r"|(?:hepatic|liver) (?:tumou?r )?(?:load|burden|volume|involvement|replacement)[^.;\d<>\u2264\u2265]{0,24}(?P<beyond>(?:[<>\u2264\u2265]\s?=?\s?)?\d{1,4}\s?%)"
)
_LINE = re.compile(
    r"(?<!\w)(?:(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)(?: |-|-or-)?(?:(?:or|and|to)[- ](?:second|third|later|further)[- ])?line(?P<more> or (?:later|beyond|higher|further)| and beyond|\+)?"
    r"|(?P<late>later|subsequent)[- ]line|(?P<naive>(?:treatment|therapy)[- ]na[i]?ve|(?:previously |(?<=in )|(?<=with ))untreated|newly diagnosed|(?:no|not|without|never)(?: \w{1,12}){0,2} (?:previous|prior|earlier) (?:systemic|antitumou?r|medical|anticancer) (?:therapy|treatment)))(?=[ ,.;)]|$)"
)
_NTH = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th"}
# What a drug is in general ("SSAs are first-line treatment"), or what came before, says nothing of this study's line.
_IN_GENERAL = re.compile(r"(?<!\w)(?:is|are|(?:is|are|be|been|being|remains?|used|given|established|recommended|approved|licen[cs]ed|accepted|considered|regarded|ssas?|analog\w{1,4}) (?:\w{1,12} )?as|remains?|standard|after|rather than|instead of|in place of|versus|vs|before|until|time to|delay(?:ed|ing|s)?|postpon(?:ed|ing|es)|avoid(?:ed|ing)?|following|on|failed|failure of|progression on|progressed on|prior|previous|despite)(?: [\w-]{1,24}){0,3} $")  # fmt: skip
# "112 patients started lanreotide 120 mg every 28 days as first-line therapy."
_STARTED = re.compile(
    r"(?<!\w)(?:versus|vs\.?|or) (?:[\w-]{1,24} ){1,4}as (?:the )?$|(?:patients|adults|pts|participants|people|who)(?: \w{1,12})? (?:started|began|initiated|received|were given|were treated with) [^.;]{3,80} (?:as|in) (?:the |their )?$"
)
# A clause of those who were not studied, or of some of those who were.
_LEFT_OUT = re.compile(r"exclu|ineligible|other than|not eligible|except")
_OF_SOME = re.compile(
    r"(?:is|are) (?:not |strongly |conditionally )?recommended|we recommend|should (?:not )?be|subgroup|those with|post[- ]hoc|predict|prognos|associat|(?<!by )(?<!with )(?<!using )multivaria|univaria|hazard|correlat|odds|(?<!\d )(?<![\w-])hr(?!\w)|(?:was|were|is|are|not|independently|significantly) (?:related|linked) (?:to|with)|(?:shorten|prolong|worsen|affect)(?:ed|s) (?:pfs|progression|survival)|risk factor|stratif|more (?:common|frequent|often)|"
    r"longer in|shorter in|minimi[sz]ation|higher in|lower in|(?:longer|shorter|better|worse|higher|lower|poorer) (?:where|when|if|with)|previous (?:trial|stud|report)|in (?:a|the) (?:earlier|previous)(?! (?:[\w-]{1,12} )?(?:months?|years?|weeks?)(?!\w))"
)
_AMONG = re.compile(
    r"(?:among|in|for) (?:the )?(?:(?P<count>\d{1,4}) (?:of \d{1,4} )?)?(?:(?:patients|those|women|men) (?:with|who|without)|(?:\w{1,12} )?(?:(?:non-?)?functioning|g(?:rade )?[1-3](?: or [23])?|(?:mid|hind|fore)gut|pancreatic|ileal|bronchial) (?:\w{1,20} )?(?:tumou?rs?|nets?|disease)(?!\w))"
)
# "48% were G2", "pancreatic (n = 22)", "eleven had a pancreatic primary": a fact of some of them.
_SHARE_BEFORE = re.compile(
    r"(?:(?<![\d<>\u2264\u2265=])(?<![<>\u2264\u2265=] )(?<!to )(?<!-)(?<!below )(?<!above )(?<!67 )(?<!67 of )(?!100)\d{1,2}(?:[.,\u00b7]\d+)? ?%\)?,? (?:(?:of (?:the )?(?:\d{1,5} )?)?(?:patients|tumou?rs|cases) )?(?:(?:were|was|had|with|and|a|an|the|in|of) ){0,3}"
    r"|\d ?%\)[^.;()]{0,50}, all (?:of (?:them|whom) )?(?:with|had|in|were) (?:an? )?"
    r"|\d of (?:the )?\d{1,4} (?:\w{1,16} )?(?:patients|those|people) with (?:the |an? )?"
    r"|[,;] (?:and )?in (?:\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,6}teen|\w{3,6}ty) (?:(?:the )?(?:cause|reason|indication) was )?(?:(?:uncontrolled|refractory|persistent|worsening) )?"
    r"|(?:^|[.,;:] )(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?) (?:had|were) (?:an? )?)$"
)
_SHARE_AFTER = re.compile(
    r"(?:(?! \d+ ?mg)[^.,;:()]){0,40}?(?:\((?!100 ?%)(?:n ?= ?\d+|\d+(?: of \d+)?(?![:\d]| g[1-3]| ?mg)|(?!100)\d{1,2}(?:[.,\u00b7]\d+)? ?%)[^()]{0,24}\)|(?:,|in|for) (?!100)\d{1,2}(?:[.,\u00b7]\d+)? ?%|in (?!(?:19|20)\d\d(?!\d))\d{1,4}(?: patients| of (?:the )?\d{1,4}(?: patients| pts| cases)?)?(?=[.,;]| and | \(|$))"
)
_PATIENTS = re.compile(
    r"patients?(?!-years?)|pts|participants|adults|women|men|cohort|cases|tumou?rs?|had |with |were|\d ?%"
)
_OPENING_OF_RESULTS = 3
_CLAUSE = 60  # characters before a value in which the share of those stands whom it is of


class _Value(NamedTuple):
    """What a sentence says of its patients, and where."""

    text: str
    start: int
    end: int


_Read = Callable[[str, str], Iterator[_Value]]


class _Sentence(NamedTuple):
    folded: str
    printed: str
    span: Span


def population(title: str, text: str, *, asked: bool = False, one: bool = False) -> tuple[Trait, ...]:
    """Return n, grade, differentiation, Ki-67, primary, function, burden, prior SSA and line, where title or text say so.

    Each name comes once, its values joined as the field says it ("G1-G2", "pancreas, midgut"), with the first sentence that has it; () where
    there is none. ``asked``: a survey, whose number is that of those who answered; ``one``: the report of one patient.
    """
    places = tuple(_studied(text))
    number = list(_number(title, text, [(s.start, s.end) for s in places], asked=asked, one=one))
    everybody = next((trait.value for trait in number), "")
    describing = _describing(text, [one for one in places if not (asked and one.role is Role.RESULTS)], everybody)
    told = [*_sentences(title, ((0, len(title)),), "title"), *_sentences(text, describing, "abstract")]
    # Offsets of what is cut out stay true: it is blanked.
    told = [one._replace(folded=_without_left_out(_of_everybody(everybody).sub(_blank, one.folded))) for one in told]
    return tuple(sorted([*number, *_labels(told)], key=lambda trait: _ORDER.index(trait.name)))


def _of_everybody(number: str) -> re.Pattern[str]:
    """Return how the number of all stands in brackets, where it is no share: "were given 60 mg every 28 days (n = 33)"."""
    return re.compile(rf"\(n ?= ?{number}\)" if number else r"(?!)")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _sentences(text: str, places: Sequence[tuple[int, int]], field: str) -> Iterator[_Sentence]:
    for start, end in places:
        if printed := text[start:end]:
            yield _Sentence(fold(printed), printed, Span(field=field, start=start, end=end))


def _studied(text: str) -> Iterator[Marked]:
    every = marked(text)
    wanted = [
        one
        for one in every
        if one.role in _STUDIED or (not one.labelled and _OWN.match(fold(text[one.start : one.end])))
    ]
    yield from wanted or every


def _describing(text: str, studied: Sequence[Marked], everybody: str) -> list[tuple[int, int]]:
    """Return the sentences that say who the patients are: the plan's, and the first of the results that do."""
    results = [(one, fold(text[one.start : one.end])) for one in studied if one.role is Role.RESULTS]
    opening = [one for one, said in results if _PATIENTS.search(said) and not _is_among(said, everybody)]
    opening = opening[:_OPENING_OF_RESULTS]
    return [
        (one.start, one.end)
        for one in studied
        if (one.role is not Role.RESULTS or one in opening) and not _OF_SOME.search(fold(text[one.start : one.end]))
    ]


def _is_among(folded: str, everybody: str) -> bool:
    """Return whether the sentence is of some: "among the 46 patients with carcinoid syndrome", of 112."""
    match = _AMONG.match(folded)
    return match is not None and match["count"] != everybody


def _number(title: str, text: str, places: Sequence[tuple[int, int]], *, asked: bool, one: bool) -> Iterator[Trait]:
    """Yield how many were studied, as digits, from the abstract, else from the title."""
    for whole, field, where in ((text, "abstract", places), (title, "title", [(0, len(title))])):
        found = how_many(fold(whole), where, asked=asked)
        if found is not None:
            start, end = found.place
            span = Span(field=field, start=start, end=end)
            yield Trait(name="n", value=str(found.value), sentence=whole[start:end], span=span)
            return
    if one and (first := next(sentences(text), None)):
        yield Trait(
            name="n", value="1", sentence=text[slice(*first)], span=Span(field="abstract", start=first[0], end=first[1])
        )


def _labels(told: Sequence[_Sentence]) -> Iterator[Trait]:
    """Yield each label once: what several sentences say of it is joined, the first sentence proves it."""
    for name, read, join in _READERS:
        values: list[str] = []
        first: _Sentence | None = None
        for sentence in sorted(told, key=lambda one: one.span.field) if name == "prior SSA" else told:
            found = [value for value in _values(read, sentence) if value not in values]
            first = first or (sentence if found else None)
            values += found if sentence is first or sentence.span.field == "title" else []
        if vague := _VAGUE.get(name, frozenset[str]()) & set(values):
            first, values = _told_later(told, read, vague) or (first, values)
        if first is not None and (value := join(values)):
            yield Trait(name=name, value=value, sentence=first.printed, span=first.span)


def _values(read: _Read, sentence: _Sentence) -> list[str]:
    """Return what the sentence says, each once; nothing where it says one thing, and of some patients alone."""
    folded = sentence.folded
    found = list(read(folded, sentence.printed))
    values = list(dict.fromkeys(one.text for one in found))
    if found and all(_OF_EACH.search(folded, 0, one.start) for one in found) and _MEASURED.search(folded):
        return []  # "PFS was 54%, 61% in small-intestinal and 38% in pancreatic NETs": of subgroups
    return values if len(values) > 1 or not any(_is_of_some(folded, one) for one in found) else []


def _is_of_some(folded: str, value: _Value) -> bool:
    before = folded[max(0, value.start - _CLAUSE) : value.start]
    return bool(_SHARE_BEFORE.search(before) or _SHARE_AFTER.match(folded, value.end))


def _without_left_out(folded: str) -> str:
    """Return the sentence with the clauses blanked that tell who was not studied."""
    match = _LEFT_OUT.search(folded)
    if match is None:
        return folded
    start = max(folded.rfind(mark, 0, match.start()) for mark in (";", ",", ":")) + 1
    end = min((at for mark in (";", ", but") if (at := folded.find(mark, match.end())) >= 0), default=len(folded))
    return folded[:start] + " " * (end - start) + folded[end:]


def _grade(folded: str, printed: str) -> Iterator[_Value]:
    return (_Value(*found) for found in grades(folded, printed))


def _differentiation(folded: str, _printed: str) -> Iterator[_Value]:
    for match in _DIFFERENTIATION.finditer(folded):
        yield _Value(f"{match.group(1)} differentiated", *match.span())


def _ki67(folded: str, printed: str) -> Iterator[_Value]:
    found = list(_KI67.finditer(folded))
    for match in found if len({one["value"] for one in found}) == 1 else ():  # several are of groups, each of its own
        value = printed[slice(*match.span("value"))].strip()
        limit = _limit(match.group())
        yield _Value(f"{match['average'] or ''}{limit}{value}", *match.span())


def _limit(folded: str) -> str:
    """Return the sign of a limit in words: ">" for "more than 25%"; "" where it is none."""
    return next((sign for words, sign in _LIMITS.items() if re.search(words, folded)), "")


def _primary(folded: str, _printed: str) -> Iterator[_Value]:
    both = _PLACES[-1][1].search(folded)  # "pancreatic or gastrointestinal": neither alone
    for site, pattern in _PLACES:
        match = pattern.search(folded)
        if match and both and site != "GEP-NET" and both.start() <= match.start() < both.end():
            match = pattern.search(folded, both.end())
        if match:
            yield _Value(site, *match.span())


_WIDE = frozenset({"GEP-NET", "gastrointestinal"})
_OUTSIDE = frozenset({"lung", "thymus", "thoracic", "unknown primary"})


def _sited(values: Sequence[str]) -> str:
    """Return the sites; GEP says nothing beside one that is named, but for the lung and others that are none of it."""
    named = [value for value in values if value not in _WIDE]
    if named and _OUTSIDE.issuperset(named):
        return ", ".join(values)
    for wide, narrow in (
        ("thoracic", "lung"),
        ("thoracic", "thymus"),
        ("midgut", "small intestine"),
        ("small intestine", "intestine"),
        ("midgut", "intestine"),
    ):
        if wide in named and narrow in named:
            named.remove(narrow)
    return ", ".join(named or values)


def _told_later(told: Sequence[_Sentence], read: _Read, vague: AbstractSet[str]) -> tuple[_Sentence, list[str]] | None:
    """Return the first sentence that says nothing vague: the sites, where one says GEP: "(18 small bowel, 11 pancreas)"."""
    for sentence in told:
        if (named := _values(read, sentence)) and not vague & set(named) and not _MEASURED.search(sentence.folded):
            return sentence, named
    return None


_OF_EACH = re.compile(r"\d(?:\.\d{1,2})? ?(?:%|months)(?: \([^()]{1,30}\))? (?:in|for|with|among) (?:the )?$")
# "The HR was 0.58 in pancreatic and 0.84 in small-intestinal tumours": of subgroups.
_MEASURED = re.compile(r"(?<!\w)(?:hrs?|hazard|odds|risk ratio|p ?[=<>]|pfs|ttp|os|orr|dcr|survival|respon(?:se|ded)\w?|disease control)(?!\w)")  # fmt: skip


# What says less than another sentence may.
_VAGUE: Mapping[str, AbstractSet[str]] = {
    "primary": _WIDE,
    "function": {"carcinoid heart disease", "functioning"},
    "prior SSA": VAGUE,
}


def _function(folded: str, _printed: str) -> Iterator[_Value]:
    for match in _FUNCTION.finditer(folded):
        words = match.group(1)
        value = next((value for begin, value in _FUNCTIONS.items() if words.startswith(begin)), "carcinoid syndrome")
        if "oma" in words[-4:]:
            value = words.rstrip("s").replace("vip", "VIP")
        yield _Value(value, *match.span())


def _functions(values: Sequence[str]) -> str:
    both = {"functioning", "non-functioning"} <= set(values)
    named = [value for value in values if value != "functioning"]  # "functioning (VIPoma)": which says so too
    return "functioning and non-functioning" if both else ", ".join(named or values)


_LOW_AND_HIGH = re.compile(r"(?<!\w)(?:low|small|minor)(?!\w)(?:[^.;]|\.(?=\d)){0,80}(?<!\w)(?:high|large|major)(?!\w)|(?<!\w)(?:high|large|major)(?!\w)(?:[^.;]|\.(?=\d)){0,80}(?<!\w)(?:low|small|minor)(?!\w)")  # fmt: skip


def _burden(folded: str, printed: str) -> Iterator[_Value]:
    if _LOW_AND_HIGH.search(folded):  # of one group and the other, and of nobody else
        return
    for match in _BURDEN.finditer(folded):
        where = next(name for name in ("how", "limit", "beyond") if match[name])
        said = printed[slice(*match.span(where))].strip()
        if where == "beyond" and said[0].isdigit():
            if not (limit := _limit(match.group())):  # of how many patients, or on average
                continue
            said = limit + said
        yield _Value(f"{said.lower()} tumour burden" if where == "how" else f"{said} of the liver", *match.span())


def _prior(folded: str, _printed: str) -> Iterator[_Value]:
    if found := earlier(folded):
        yield _Value(*found)


def _line(folded: str, _printed: str) -> Iterator[_Value]:
    if failed := _FIRST_FAILED.search(folded):
        yield _Value("2nd line", *failed.span())
    for match in _LINE.finditer(folded):
        if _IN_GENERAL.search(folded[max(0, match.start() - 40) : match.start()]) and not _STARTED.search(
            folded, 0, match.start()
        ):
            continue
        said = "1st line" if match["naive"] else "later line"
        if match["nth"]:
            said = f"{_NTH.get(match['nth'], match['nth'])} line{' or later' * bool(match['more'])}"
        yield _Value(said, *match.span())


_FIRST_FAILED = re.compile(
    r"(?<!\w)(?:after|following) (?:(?:progress\w{1,4}|failure) (?:on|of|under) )?first[- ]line (?:lanreotide|octreotide|ssas?|somatostatin analog\w{1,4})(?! (?:and|or)(?!\w))|(?:after|following|upon) (?:(?:\w{1,12} )?first[- ]line (?:[\w-]{1,16} ){0,2}(?:failure|progression)|failure of (?:\w{1,12} )?first[- ]line(?! or))"
)


def _one(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values)


_READERS = (
    ("grade", _grade, graded),
    ("differentiation", _differentiation, _listed),
    ("Ki-67", _ki67, _one),
    ("primary", _primary, _sited),
    ("function", _function, _functions),
    ("burden", _burden, _one),
    ("prior SSA", _prior, _one),
    ("line", _line, _listed),
)
