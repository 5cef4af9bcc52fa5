"""The labels of patients that a tumour board asks for, each with its reader of a folded sentence and the join of what several say."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from digests.gist.earlier import VAGUE, earlier
from digests.gist.grades import graded, grades

_SITES = (
    ("pancreas", r"(?:duodeno-?)?pancrea(?:s|tic)(?! (?:enzyme|insufficien|exocrine|function|polypeptide|elastase|atrophy|duct|secreti|surgery|resection|juice|supplement))|pancreatico?-nets?|p-?nets?|pannets?|pankrea\w{1,6}|pancreatiques?|pancreatic[oah]s?|alvleesklier|bukspott\w{0,8}|bugspyt\w{0,8}|trzustki|\u80f0\u817a|\u819b"),
    ("midgut", r"mid-?gut|mitteldarm\w{0,8}|intestin moyen|intestino medio"),
    ("small intestine", r"small[- ](?:bowel|intestin\w{1,6})|(?:ile(?:al(?:es?)?|aux|ums?|on)|ilei(?:s|schen?)?|ileo(?!-))(?! (?:resection|surgery|valve|pouch|disease))|jejun\w{1,6}|ileojejunal|si-?nets?|dunndarm\w{0,12}|dunne darm|tunntarm\w{0,4}|tyndtarm\w{0,6}|tynntarm\w{0,4}|intestin grele|intestino delgado|intestino tenue|jelita cienkiego|\u5c0f\u80a0|\u5c0f\u8178"),
    ("intestine", r"(?<!small )(?<!small-)(?:intestin(?:al|e|es)(?! (?:obstruct|absorp|microb|transit|motil|resect|surg|peptid|polypeptid))|gut(?! (?:hormon|microb|transit)))"),
    ("hindgut", r"hind-?gut|rect(?:al|um|o)|rektum|colorectal"),
    ("stomach", r"estomac|estomago|stomaco|magens?|gastric(?! bypass| emptying| acid| secretion| surgery| outlet| varic)|stomach"),
    ("duodenum", r"duodenal|duodeno-?pancrea\w{1,6}"),
    ("appendix", r"appendiceal|appendix|appendice|apendice"),
    ("lung", r"lungs?|lungen?|poumons?|pulmon(?:es)?|polmon[ei]|bronchial|bronchiques?|broncho-?pulmonary|pulmonary carcinoids?"),
    ("thymus", r"thymus|thymic"),
    ("thoracic", r"(?<!transarterial )(?:intra)?thoracic(?= (?:(?:and|or) |neuroendoc|carcinoid|nets?(?!\w)|nens?(?!\w)|tumou?r))"),
    ("unknown primary", r"unknown (?:primary|origin)|cup-?nets?"),
    ("gastrointestinal", r"gastro-?intestinal(?= (?:nets?|nens?|neuroendoc\w+|carcinoids?)(?!\w))"),
    ("GEP-NET", r"gastro-?entero-?pan[ck]rea\w{1,8}|gastro-?intestinal(?:,| and| or|/) ?pancreatic|pancreatic(?: and| or|/) ?gastro-?intestinal|digestive(?: tract| system|(?= nets?(?!\w)| nens?(?!\w)| neuroendoc))|(?<=neuroendocrines )digestives|(?<=neuroendocrinos )digestivos|entero-?pancreatic|gep[ -]?n(?:e?t|en)s?|tne-?gep|gep-?tne"),
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


class Value(NamedTuple):
    """What a sentence says of its patients, and where."""

    text: str
    start: int
    end: int


Read = Callable[[str, str], Iterator[Value]]


def _grade(folded: str, printed: str) -> Iterator[Value]:
    return (Value(*found) for found in grades(folded, printed))


def _differentiation(folded: str, _printed: str) -> Iterator[Value]:
    for match in _DIFFERENTIATION.finditer(folded):
        yield Value(f"{match.group(1)} differentiated", *match.span())


def _ki67(folded: str, printed: str) -> Iterator[Value]:
    found = list(_KI67.finditer(folded))
    for match in found if len({one["value"] for one in found}) == 1 else ():  # several are of groups, each of its own
        value = printed[slice(*match.span("value"))].strip()
        limit = _limit(match.group())
        yield Value(f"{match['average'] or ''}{limit}{value}", *match.span())


def _limit(folded: str) -> str:
    """Return the sign of a limit in words: ">" for "more than 25%"; "" where it is none."""
    return next((sign for words, sign in _LIMITS.items() if re.search(words, folded)), "")


def _primary(folded: str, _printed: str) -> Iterator[Value]:
    both = _PLACES[-1][1].search(folded)  # "pancreatic or gastrointestinal": neither alone
    for site, pattern in _PLACES:
        match = pattern.search(folded)
        if match and both and site != "GEP-NET" and both.start() <= match.start() < both.end():
            match = pattern.search(folded, both.end())
        if match:
            yield Value(site, *match.span())


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


# What says less than another sentence may.
SAYING_LESS: Mapping[str, AbstractSet[str]] = {
    "primary": _WIDE,
    "function": {"carcinoid heart disease", "functioning"},
    "prior SSA": VAGUE,
}


def _function(folded: str, _printed: str) -> Iterator[Value]:
    for match in _FUNCTION.finditer(folded):
        words = match.group(1)
        value = next((value for begin, value in _FUNCTIONS.items() if words.startswith(begin)), "carcinoid syndrome")
        if "oma" in words[-4:]:
            value = words.rstrip("s").replace("vip", "VIP")
        yield Value(value, *match.span())


def _functions(values: Sequence[str]) -> str:
    both = {"functioning", "non-functioning"} <= set(values)
    named = [value for value in values if value != "functioning"]  # "functioning (VIPoma)": which says so too
    return "functioning and non-functioning" if both else ", ".join(named or values)


_LOW_AND_HIGH = re.compile(r"(?<!\w)(?:low|small|minor)(?!\w)(?:[^.;]|\.(?=\d)){0,80}(?<!\w)(?:high|large|major)(?!\w)|(?<!\w)(?:high|large|major)(?!\w)(?:[^.;]|\.(?=\d)){0,80}(?<!\w)(?:low|small|minor)(?!\w)")  # fmt: skip


def _burden(folded: str, printed: str) -> Iterator[Value]:
    if _LOW_AND_HIGH.search(folded):  # of one group and the other, and of nobody else
        return
    for match in _BURDEN.finditer(folded):
        where = next(name for name in ("how", "limit", "beyond") if match[name])
        said = printed[slice(*match.span(where))].strip()
        if where == "beyond" and said[0].isdigit():
            if not (limit := _limit(match.group())):  # of how many patients, or on average
                continue
            said = limit + said
        yield Value(f"{said.lower()} tumour burden" if where == "how" else f"{said} of the liver", *match.span())


def _prior(folded: str, _printed: str) -> Iterator[Value]:
    if found := earlier(folded):
        yield Value(*found)


def _line(folded: str, _printed: str) -> Iterator[Value]:
    if failed := _FIRST_FAILED.search(folded):
        yield Value("2nd line", *failed.span())
    for match in _LINE.finditer(folded):
        if _IN_GENERAL.search(folded[max(0, match.start() - 40) : match.start()]) and not _STARTED.search(
            folded, 0, match.start()
        ):
            continue
        said = "1st line" if match["naive"] else "later line"
        if match["nth"]:
            said = f"{_NTH.get(match['nth'], match['nth'])} line{' or later' * bool(match['more'])}"
        yield Value(said, *match.span())


_FIRST_FAILED = re.compile(
    r"(?<!\w)(?:after|following) (?:(?:progress\w{1,4}|failure) (?:on|of|under) )?first[- ]line (?:lanreotide|octreotide|ssas?|somatostatin analog\w{1,4})(?! (?:and|or)(?!\w))|(?:after|following|upon) (?:(?:\w{1,12} )?first[- ]line (?:[\w-]{1,16} ){0,2}(?:failure|progression)|failure of (?:\w{1,12} )?first[- ]line(?! or))"
)


def _one(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values)


READERS = (
    ("grade", _grade, graded),
    ("differentiation", _differentiation, _listed),
    ("Ki-67", _ki67, _one),
    ("primary", _primary, _sited),
    ("function", _function, _functions),
    ("burden", _burden, _one),
    ("prior SSA", _prior, _one),
    ("line", _line, _listed),
)
