"""Which outcome a study was made to find out, and which outcomes a sentence is about; by families, in a reader's words."""

import re
from collections.abc import Iterable

_FAMILIES = {
    "PFS": r"progression[- ]free|(?:delay|held off|hold|postpon|slow)\w{0,4} (?:\w{1,16} ){0,2}progression|progression is (?:then )?(?:held|delayed)|(?<!\w)[imr]?pfs[12]?(?!\w)|radiological progression|tumou?r progression|delayed progression|progressionsfrei|sans progression|libre de progresion|livre de progressao|libera da progressione|progressievrij|progressionsfri|(?<!\w)s[ls]p(?!\w)|wolnego od progresji|\u65e0\u8fdb\u5c55|\u7121\u5897\u60aa",
    "TTP": r"time to (?:\w{1,16} ){0,4}progression|(?<!\w)m?ttp(?!\w)|disease stabili[sz]ation|zeit bis zur progression",
    "OS": r"overall survival|(?<!\w)m?os(?!\w)|mortality|died|(?<! or )deaths?|year survival|gesamtuberleben|survie globale|supervivencia global",
    "ORR": r"objective (?:tumou?r )?respon|response rate|(?<!\w)orr(?!\w)|partial respon|complete respon|partial regress|tumou?r (?:shrinkage|respon)|regression of|target lesions|shrank|(?<!\w)shrinkage|recist",
    "DCR": r"disease control|clinical benefit rate|(?<!\w)[dc]br(?!\w)|(?<!\w)dcr(?!\w)|stable disease|stabili[sz]ation|stabilised|stabilized|krankheitskontrolle|controle de la maladie",
    "symptoms": r"symptom|(?<!\w)bms?(?:/d(?:ay)?)?(?!\w)|(?<!\w)cs(?!\w)|flush|diarrh|stool|(?<!small )(?<!small-)bowel|carcinoid syndrome control|rescue|selles|stuhl|deposicion|heces|scariche|evacua|ontlasting|avforing|tarmtomning|toalettbesok|affor|stolc|biegunk|\u8179\u6cfb|\u4e0b\u75e2|\u6f6e\u7ea2|\u7d05\u6f6e|\u75c7\u72b6|sintom|symptom|durchfall|diarree|diarrea",
    "biochemistry": r"chromogranin|(?<!\w)cga(?!\w)|5-?hiaa|biochemical|serotonin|gastrin(?!oma)|insulin(?!oma)|marker|hydroxyindol",
    "QoL": r"quality[- ]of[- ]life|(?<!\w)h?r?qol(?!\w)|qlq|gi\.?net21|eq-?5d|fact-|lebensqualitat|qualite de vie|calidad de vida|patient-reported|global health|utility|(?:endocrine|global|physical|emotional|social|fatigue|summary) (?:score|scale|function)",
    "safety": r"adverse|toxicit|tolerab|safety|side[- ]effect|gallstone|cholelith|steatorrh|insufficiency|hyperglyc|hba1c|glucose|diabetes|bradycard|heart rate|injection[- ]site|nodul|malabsorption",
    "response": r"(?<!\w)(?:response|responders?|responded)(?!\w)(?! rate)",
    "dose limits": r"dose-limiting|(?<!\w)dlts?(?!\w)|maximum tolerated|recommended (?:phase 2 )?dose",
    "gallstones": r"gallstone|cholelith|biliary|cholecyst|gallbladder|gallensteine|calculs biliaires|galstenen",
    "glucose": r"glucose|metabolic|glyc[a]?emi|hba1c|diabet|gluco",
    "pancreatic function": r"exocrine|steatorrh|pancreatic insufficien|(?<!\w)(?:enzymes?|pert|p?epi|pei)(?!\w)|malabsorption|fat-soluble|elastase",
    "exposure": r"target (?:[\w-]{1,16} )?(?:was |were )?(?:reached|attained|achieved|met)(?!\w)|(?:reached|attained|achieved) (?:the |their )?(?:target|threshold)|occupancy|trough|plasma|serum (?:octreotide|lanreotide|concentration|level)|concentration|auc|c ?max|c ?min|bioavail|exposure|half-life|clearance|pharmacokinetic|steady[- ]state",
    "costs": r"cost|icer|qaly|(?<!\w)euros?(?!\w)|(?<!\w)(?:usd|eur|cad|aud|gbp|chf|sek|nok|dkk|pln) ?\d|\u20ac|\u00a3|\$|budget|incremental|willing",
    "escalation": r"escalat|dose increase|increased dose|interval shorten|shortened|above-label|dose intensif|(?:gap|interval)s? (?:of )?(?:below|under|less)|(?:below|under|less than) \d{1,2} days|higher[- ]than|supra-?label|non-label|off-label",
    "next treatment": r"time to next|next treatment|ttnt|subsequent (?:therapy|treatment)|treatment duration|time on treatment|persistence|time to (?:discontinuation|treatment)",
    "preference": r"prefer|satisf|adheren|self-inject|acceptab|willingness",
    "themes": r"(?<!\w)themes?(?!\w)|emerged|participants (?:described|felt|valued|said|reported)|accepted the|interviewees",
    "accuracy": r"(?<!\w)auc(?!\w)|area under|c[- ](?:index|statistic)|sensitivity (?:was|of)|specificity|discriminat|accura|kappa",
    "feasibility": r"recruitment|retention|feasib|consented|(?:target|criteri\w{1,2}) (?:was|were) (?:met|reached)",
    "growth": r"growth rate|tgr|tumou?r volume|doubling time",
}  # fmt: skip
_PATTERNS = {family: re.compile(pattern) for family, pattern in _FAMILIES.items()}
# How near an outcome is to the question, where the study names none as its own.
WEIGHTS = {"PFS": 1.5, "TTP": 1.5, "DCR": 0.8, "ORR": 0.7, "symptoms": 0.8, "OS": 0.5, "biochemistry": 0.5}
# How a method names its outcome: "The primary endpoint was ..., ", "the main outcome measure".
_NAMED = re.compile(
    r"(?:primary|main|principal|co-primary|chief) (?:efficacy |study |safety |composite )?(?:end-? ?points?|outcomes?|objectives?|measures?|aims?|variables?|goals?)"
    r"|(?<!\w)primary:|\((?:the |our )?primary(?: (?:end-? ?point|outcome))?\)|primarer endpunkt|critere (?:de jugement )?principal|objetivo (?:primario|principal)|variable principal|endpoint primario|obiettivo primario|primair eindpunt|"
    r"primar(?:a|t|e) (?:effektmatt|endepunkt|endpoint|utfallsmatt)|pierwszorzedow\w{1,4} punkt\w{0,3}|\u4e3b\u8981(?:\u7ec8\u70b9|\u8bc4\u4ef7)|\u4e3b\u8981\u8a55\u4fa1"
)
_SECONDARY = re.compile(r"secondary|sekundar|secondaire|secundari|secondari")
MET = re.compile(
    r"(?:met|meet|meeting|reach(?:ed)?|achiev(?:ed|e)|miss(?:ed)?|fail(?:ed)? to (?:meet|reach|show)) (?:[a-z-]{1,16} ){0,4}(?:primary|end-? ?point|criterion|non-?inferiority)|(?:primary|main|the) (?:end-? ?point|outcome)[^.;]{0,60}(?:was|were) (?:not |also )?(?:met|reached|achieved)"
    r"|the primary (?:end-? ?point|outcome),"
)
# "The primary endpoint was reached by 35 of 57 patients (61%)"; not "was a fall of 25% or more".
COUNTED = re.compile(
    r"(?:primary|main|principal) (?:efficacy |composite )?(?:end-? ?point|outcome)s?(?: measure)? (?!(?:was|were|is|are) (?:an? |the |defined |(?:[\w-]{1,20} ){0,3}(?:reduction|decrease|fall|decline|increase|rise|improvement|change|proportion|percentage)(?!\w)))"
    r"(?:was |were |had been |occurred |rate was )?(?:\w{1,12} ){0,2}(?:in|by|for|was|were|with)?(?:[^.;]|\.(?=\d)){0,30}(?:\d ?%|\d (?:of|out of) (?:the )?\d|\d/\d)"
    r"|\d[^.;]{0,40} (?:met|reached|achieved|fulfilled|attained) (?:the|our) (?:primary|main) (?:end-? ?point|outcome)"
)


def outcomes(folded: str) -> frozenset[str]:
    """Return the families of outcomes that a folded sentence is about; none for a sentence about none."""
    return frozenset(family for family, pattern in _PATTERNS.items() if pattern.search(folded))


def names(folded: str) -> bool:
    """Return whether the sentence names a primary outcome."""
    return _NAMED.search(folded) is not None


AIM = re.compile(
    r"(?:we )?(?:aimed|sought|wished|set out) to|(?:aim|objective|purpose|goal)s? (?:of|was|is)|(?:^|: )to (?:assess|evaluate|compare|determine|investigate|examine|test|explore|describe|document|find|relate|define|identify|establish|quantify|estimate|report|study|analy)"
)


def aim(folded: str) -> str:
    """Return what stands after the words of the aim; the whole sentence where it has none."""
    match = AIM.search(folded)
    return folded[match.end() :] if match else folded


def named(sentences: Iterable[str]) -> frozenset[str]:
    """Return the outcomes that the sentences name as primary; none where they name none."""
    for folded in sentences:
        match = _NAMED.search(folded)
        if match and (found := first(_clause(folded, match)) or first(folded[: match.start()])):
            return found
    return frozenset()


# What follows the outcome in the clause that names it: how it was counted, and against what.
_COUNTED_HOW = re.compile(
    r",? (?:defined|assessed|measured|evaluated|analy[sz]ed|according|as (?:assessed|determined|defined)|using|by (?:blinded|independent|central|recist)|an? (?:composite|combination)|composed|meaning|that is|i\.e)(?!\w)"
)


def phrase(sentences: Iterable[str]) -> str:
    """Return in which words the first sentence that names a primary outcome names it; "" where none does."""
    for folded in sentences:
        if match := _NAMED.search(folded):
            return _clause(folded, match)
    return ""


def _clause(folded: str, match: re.Match[str]) -> str:
    """Return the clause with the outcome: behind "the primary endpoint was", or before "as primary endpoint" and ", the primary endpoint,"."""
    in_brackets = match.group().startswith("(")
    aside = folded.startswith(",", match.end()) and _ASIDE.search(folded, 0, match.start())
    before = re.sub(r",? (?:the |a |our )?$", "", _AS.sub("", folded[: match.start()]))
    if before and not before.endswith(":") and (in_brackets or aside or _AS.search(folded, 0, match.start())):
        ends = r"[.;,]" if in_brackets or aside else r"[.;]"
        return re.split(rf"{ends}|(?<!\w)(?:was|were|included|with)(?!\w)", before)[-1]
    said = folded[match.end() : match.end() + 240]
    end = _SECONDARY.search(said)
    clause = re.split(r"[.;]", said[: end.start()] if end else said)[0]
    return _COUNTED_HOW.split(clause)[0]


_ASIDE = re.compile(r"\w, (?:the |our )?$")  # "responders, the main endpoint, were"
_AS = re.compile(r"(?<!\w)(?:as|being|was|were) (?:the |a |our )?(?:co-)?$")


_ABBREVIATED = re.compile(r"\(([a-z][a-z0-9-]{1,7})\)")


_MEASURE = re.compile(r"(?<!\w)(?:score|index)(?!\w)")
# What is counted, and then told without what it was: "the daily number of symptom episodes", "episodes were 5.1 and 5.3".
_COUNTED_ONES = re.compile(r"(?<!\w)(?:episodes|attacks|crises|bouts|admissions|hospitali[sz]ations)(?!\w)")


def short_names(sentences: Iterable[str]) -> frozenset[str]:
    """Return what the primary outcome is called for short where the methods say it: "ttd", "pfs2", "the score"; folded, none for nothing."""
    found: set[str] = set()
    for folded in sentences:
        if match := _NAMED.search(folded):
            said = folded[match.end() : match.end() + 160]
            end = _SECONDARY.search(said)
            clause = re.split(r"[.;]", said[: end.start()] if end else said)[0]
            found |= {*_ABBREVIATED.findall(clause)[:1], *(f"the {noun}" for noun in _MEASURE.findall(clause)[:1])}
            found |= {*_COUNTED_ONES.findall(clause)[:1]}
    return frozenset(found)


# "Impact on rescue octreotide use", "incidence of pancreatic insufficiency in patients": what the title is on has a short name in the text: "rescue short-acting octreotide (SAO)".
_TITLE_ON = re.compile(
    r"(?:impact|effects?|influence|changes?|consequences?)(?: of [^.:;]{3,80})? (?:on|in) (?P<what>[^.:;]{3,80})"
    r"|(?:(?:incidence|frequency|prevalence|risk|rates?|occurrence|evaluation|assessment|development|screening) (?:of|for) |^)(?P<of>[^.:;]{3,80}?) (?:in|among|during|after|under|with|on)(?!\w)"
)
_LONG_FORM = re.compile(r"(?P<long>(?:[a-z][\w-]{1,20} ){1,5})\((?P<short>[a-z]{2,6})\)")
_NO_SUBJECT = re.compile(
    r"(?:otide|analog\w{0,3}|patients?|tumou?rs?|neuroendocrine|carcinoid|syndrome|with|after|during)$"
)


def short_of_title(title: str, sentences: Iterable[str]) -> frozenset[str]:
    """Return how the text calls for short what its title says something had an effect on; none where it does not."""
    match = _TITLE_ON.search(title)
    if match is None:
        return frozenset()
    said = match["what"] or match["of"]
    wanted = {word for word in re.findall(r"[a-z]{4,}", said) if not _NO_SUBJECT.search(word)}
    longs = (one for folded in sentences for one in _LONG_FORM.finditer(folded) if wanted & set(one["long"].split()))
    return frozenset(one["short"] for one in longs if match["what"] or outcomes(one["long"]))


def first(said: str) -> frozenset[str]:
    """Return the outcomes of the words up to the first full stop or semicolon, with the one named first alone where many are."""
    clause = re.split(r"[.;]", said)[0]
    places = {family: match.start() for family, pattern in _PATTERNS.items() if (match := pattern.search(clause))}
    nearest = min(places.values(), default=0)
    return frozenset(family for family, at in places.items() if at - nearest <= _TOGETHER)


_TOGETHER = 45  # characters: "the change in diarrhoea and flushing" names both
