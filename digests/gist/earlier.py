"""What patients had had of somatostatin analogues when a study began: how their disease, or their symptoms, stood on it."""

import re
from typing import NamedTuple


class Earlier(NamedTuple):
    """How it stood, in words of the field, and where a folded sentence says so."""

    value: str
    start: int
    end: int


PROGRESSED = "progressed on an SSA"
_ROSE = "biochemical progression on an SSA"
UNCONTROLLED = "not controlled on an SSA"
BOTH = "progressed or not controlled on an SSA"
# These say only that there had been one: another sentence may say how it went.
VAGUE = frozenset({"prior SSA", "on an SSA"})

_SSA = (
    r"(?:somatostatin (?:analog(?:ue)?s?|receptor ligands?)|ssas?|srls?|o[ck]treot[iy]d\w{0,3}|\u5965\u66f2\u80bd|\u5170\u745e\u80bd|lanreot[iy]d\w{0,3}|pasireot[iy]d\w{0,3}|lan(?= (?:\d|q\d|every))|oct(?= (?:\d|q\d|every))|sandostatin|somatuline|lar|autogel|"
    r"somatostatin-?analog\w{0,3}|analogues? de la somatostatine|analogos? de (?:la )?somatostatina|analoghi della somatostatina|(?:the )?(?:standard|label|labell?ed|licen[cs]ed|approved|full|conventional)(?:-| )(?:dos(?:e|es|ing|age)|interval|schedule|regimen|treatment)|standarddos\w{0,3}|(?:dosis|dose|dosi) (?:estandar|habitual(?:es)?|convencional(?:es)?|standard|padrao|convenzional\w|approuvee)|analogues?|first-line ssa|"
    r"(?:\d{2,3}[-/\u2013])?\d{2,3} ?mg|(?:monthly|four-weekly|4-weekly|28-day)(?: (?:schedule|interval|injections?|dos\w{1,4}|treatment))?)(?!\w)"
)
_LED = rf"(?: [\w./-]{{1,24}}){{0,6}}? {_SSA}"
# While or after it was given: what was progressed on, or on what symptoms came back.
_ON = re.compile(
    rf"(?<!\w)(?:on|under|malgre|apres|during|despite|after|following|in spite of|while (?:receiving|on|taking)|unter|sous|bajo|con|com|durante|sotto|onder|op|tijdens|pa|vid|po|podczas|w trakcie(?: leczenia)?|na){_LED}"
)
# "Failure of", "refractory to": what stands right behind the word.
_AGAINST = re.compile(
    rf" (?:of|to|with|by|at|der|des|von|de|du|del|della|di|al?|van|av|leczenia)(?: [\w/-]{{1,20}}){{0,4}}? {_SSA}"
)
_GREW = r"evoluti(?:ve|f)s?(?= (?:sous|malgre|apres))|(?<!until )(?<!time to )(?<!to )(?<!from )(?<!without )(?<!free of )(?:progress|progred|progr(?!am)\w{3}|pd(?!\w)|grow(?:ing|n)(?!\w)|grew|fail(?:ed|ure|ing)|versagen|echec|fracaso|fallimento|falen|svikt|niepowodzen|escap)\w*(?!-free|sfri|-vrij)"
_LITTLE = r"(?:no longer|not|never|only partly|partially|insufficiently|inadequately|incompletely|poorly|badly) (?:\w{1,16} )?controlled|respond\w{0,3} (?:only )?(?:partially|partly|incompletely|insufficiently|inadequately|poorly)|(?:partially|incompletely|insufficiently|inadequately|poorly) respon(?:d|s)\w{2,5}|partial responders?|loss of (?:\w{1,16} )?(?:control|response)|(?:symptom\w{0,4}|syndrome|hormonal|clinical) (?:escape|worsening)|uncontrolled|refractory|resistan\w+|break-?through|persist\w+|recur\w+|return(?:ed|s)?+(?! to|\w)|symptomatic(?! (?:[\w-]{1,16} )?(?:bradycard|gall|chole|biliary|hyperglyc|hypothyr|steatorrh|pancreatic))|(?:nme|erythema|rash|symptoms?|flush\w*|diarrh\w*|hypoglyc\w*|syndrome) (?:had )?relaps\w+|lack of (?:symptom )?(?:control|response)|(?:insufficient|inadequate|poor) (?:\w{1,16} )?control|otillracklig\w*|unzureichend\w*|ungenugend\w*|insuffisan\w+|insuficien\w+|end-of-(?:dose|interval|cycle|month) (?:\w{1,16} )?(?:symptoms?|flush\w*|diarrh\w*|worsening|wearing|effects?|breakthrough)|wearing[- ]off|mal control|no controlad\w+|mau controlo|scarso controllo|onvoldoende|utilstrekkelig\w*|utilstrakkelig\w*"
# A count of stools, a marker above its limit.
_MUCH = r"(?:hypoglyc\w+|hypercalc\w+|flush\w*|diarrh\w+|stools|symptoms?|syndrome)(?= (?:despite|in spite of))|(?:\d|at least|or more|two|three|four|five|six)[^.;]{0,40}(?:stools?|flush\w*|movements|episodes|diarrh\w+)|(?:hypoglyc\w+|stools?(?! (?:from|of|for|samples?|specimens?|was|were))|flush\w*|diarrh\w+|episodes)[^.;]{0,12}(?:several|many|daily|every day|\d)|(?:5-?hiaa|igf-1|chromogranin|cga|gastrin|insulin|glucagon)(?!\w)[^.;]{0,24}(?:above|over|elevated|exceeding|>|more than)"
_CALM = r"(?:stable(?! (?:dos|background|octreotid|lanreotid|ssa|somatostatin|analog|regimen|schedule|treatment|therapy|lar(?!\w)|injection))|stability|stabili[sz]\w+|(?<!and )(?<!or )without progression|free of progression)(?!\w)"
_HELD = r"(?:well|adequately|fully|currently|biochemically|(?:symptoms|syndrome|flushing|diarrh[o]?ea)(?: (?:was|were|is|are))?)[- ]controlled(?!\w)"
# No growth that anybody saw.
_LEVELS = r"(?:5-?hiaa|chromogranin(?:[- ]a)?|cga|(?:tumou?r |hormone |serum |biochemical )?(?:markers?|levels?)|gastrin|pancreastatin|nt-?probnp)(?!\w)"
_MARKER = rf"(?<!or )(?<!and )(?<!and/or )(?:biochemical(?:ly)?|(?:tumou?r )?marker|hormonal|chromogranin(?:[- ]a)?|cga|5-?hiaa)(?: disease)?[- ](?:progress(?!ion-free)\w*|relapse|escape|failure)|(?<!\w)(?:with|whose|having|had|for) (?:an? )?(?:[\w-]{{1,16}} )?{_LEVELS} (?:increase|rise|elevation) (?:of|by)|(?:rising|rise (?:in|of)|increas(?:ing|ed|e (?:in|of))) (?:\w{{1,12}} ){{0,2}}{_LEVELS}"
_NOT_GROWN = re.compile(
    r"(?<!\w)(?:without|no|not|nor|never|neither|before|prior to|absence of|lack of|free of|rather than)(?: (?:any|had|have|has|been|yet|evidence|signs?|of|an?|documented|confirmed|objective|overt|clear|measurable|formal|frank|recist(?: ?\d\.\d)?|radiolog\w{2,5}|radiograph\w{2,5}|morpholog\w{2,5}|structural|imaging|anatomic\w{0,2}|disease|tumou?r)){0,5} $"
)
_STATE = re.compile(
    rf"(?<![\w-])(?:(?P<marker>{_MARKER})|(?P<little>{_LITTLE}|{_MUCH})|(?P<grew>{_GREW})|(?P<calm>{_CALM})|(?P<held>{_HELD}))"
)
# What came between was something else, and the analogue is what came then.
_OF_OTHER = re.compile(
    r"(?<!\w)(?:everolimus|sunitinib|chemotherapy|prrt|capecitabine|cabozantinib|interferon|received|(?:could|might|may|can|were (?:allowed|permitted|free|able) to|was (?:allowed|permitted|offered)|were offered|cross(?:ed|ing)?[ -]?over)|on to|(?<!while )receiving|switched to|then|treated (?:with|every)|were given|was given|given|to receive|(?:assigned|allocated|randomi[sz]ed|moved|changed) (?:\S{1,8} )?to|efficacy|vs\.?|versus|survival|pfs)(?!\w)"
)
# "Symptoms persisted on diazoxide and lanreotide was begun": what came then.
_ANEW = re.compile(
    rf" and (?:the )?{_SSA}[^.;,]{{0,24}}? (?:was|were) (?:then |thus |therefore )?(?:started|begun|added|introduced|raised|increased|given|initiated|tried)(?!\w)"
)
_RIGHT_BEHIND = 28  # characters between a state and "of" or "with"
_TOGETHER = 30  # "symptomatic or progressing despite"
_FAILING = re.compile(r"failure|versagen|echec|fracaso|fallimento|falen|svikt|niepowodzen")  # of what, it does not say
_OR = re.compile(r" (?:or|and/or|ou|oder|o|of|eller|lub) ")
_APART = 110  # and between it and "on", within a sentence
_MORE = r"(?:14|21|two|three|2|3)[- ](?:days?|weeks?|weekly)|fortnight|60 mg"
DID_LITTLE = re.compile(
    rf"{_SSA}[^.;]{{0,40}} (?:gave|had|produced|brought) only (?:an? )?(?:\w{{1,12}} )?(?:partial|limited|incomplete|transient|brief|modest|slight) (?:effect|control|response|relief|benefit|improvement)"
    rf"|{_SSA}(?:(?!{_MORE})[^.;]){{0,40}} (?:gave|had|produced|brought|provided|led to|achieved|resulted in) (?:an? )?(?:\w{{1,12}} )?(?:partial|incomplete|transient|insufficient|inadequate|short-lived|temporary) (?:\w{{1,12}} )?(?:relief|control|benefit|improvement)(?!\w)"
    rf"|{_SSA}(?:(?!{_MORE})[^.;]){{0,40}} (?:only )?(?:partially|incompletely|insufficiently|transiently|temporarily) (?:relieved|controlled|improved|reduced)(?!\w)"
)
_FAILED = re.compile(rf"(?:in whom|because|after|when) [^.;]{{0,30}}{_SSA}[^.;]{{0,30}} failed(?! to)(?=[ .,;]|$)")
# "Intensification at first progression", "escalation in progressive NETs": what is intensified had been given.
_RAISED_IN = re.compile(
    r"(?:intensification|escalation|densification|interval shortening)(?: (?!was |were |is |are |be |allowed |permitted )[\w-]{1,24}){0,12}? (?:(?:at|after|upon|following) (?:first |documented |radiological |disease |tumou?r ){0,2}progression(?!-free|\w)|(?:in|for) (?:patients with )?(?:[\w-]{1,16} ){0,3}(?:progressive|progressing)(?![\w-]))(?! (?:was|is|were|will be) )"
)
_FAILED_IT = re.compile(
    rf"refractory (?:carcinoid syndrome|carcinoid symptoms|cs)(?!\w)|failed (?:[\w-]{{1,16}} ){{0,3}}{_SSA}|(?:\u5965\u66f2\u80bd|\u5170\u745e\u80bd)[^.;\u3002]{{0,30}}[\u540e\u4e2d]\u8fdb\u5c55|{_SSA}[^.;]{{0,40}} (?:nicht|unzureichend|ungenugend) (?:\w{{1,12}} )?(?:beherrscht|kontrolliert|eingestellt)|{_SSA}[- ](?:refractory|resistant|failure)|{_SSA}[^.;]{{0,80}}(?:insufficient|inadequate|poor) (?:symptom )?control"
)
# "Under the label dose the disease was stable for 26 months before two lesions grew."
_OPENS = re.compile(rf"(?:under|on|during|despite){_LED}")
# "Changed from label dose to ... because of progression."
_FROM = re.compile(
    rf"(?<!\w)(?:chang|switch|increas|escalat|rais|mov|gone|went|shorten|titrat|intensif|stepp?|shift|convert|extend|lengthen|double|doubl)\w*(?: [\w()-]{{1,20}}){{0,6}}? from{_LED}|(?<!\w)interval\w{{0,3}} (?:\w{{1,16}} ){{0,2}}(?:from|von|de|da|fran|fra|van) (?:every )?(?:28|4|four|vier)(?!\w)"
)
# "In whom 30 mg was intensified to 60 mg after progression"; of some patients alone it says nothing of all.
_RAISED = re.compile(
    rf"(?:{_SSA}|(?<!\w)(?:dose|interval|treatment|schedule)(?!\w))(?:[^.;]|\.(?=\d)){{0,40}}? (?:was|were|had been) (?:\w{{1,16}} )?(?:increas|escalat|rais|shorten|titrat|intensif|stepped|doubl|halv|brought)\w*+(?! in (?:\d|\w{{3,12}} (?:of|patients)))"
    r"|(?<!\w)had (?:their|the|its|an?) (?:[\w-]{1,16} ){0,2}(?:intervals? (?:reduced|shortened|cut|halved|brought)|doses? (?:increased|raised|doubled|escalated|stepped))(?!\w)"
)
_REASON = re.compile(
    r"(?<!\w)(?:because of|due to|owing to|on account of|(?<!and )after|for|(?:at|on|upon)(?= (?:[\w-]{1,16} ){0,2}progression)|(?:reasons?|indications?|causes?)(?: (?:for|of) (?:\w{1,16} ){1,5}?| )(?:was|were|included|being))(?!\w)(?P<why>(?:[^.;]|\.(?=\d)){0,90})"
)
_REASON_ALONE = re.compile(
    r"(?:(?:was|were|had been) (?:switched|changed|escalated|moved|intensified) (?:for|because of|due to|owing to)|(?:the )?(?:reasons?|indications?|cause)(?: (?:for|of) (?!(?:\w{1,12} )?(?:stop|discont|withdr|death|exclu|drop|surg|admiss))(?:[\w-]{1,16} ){1,5}?| )(?:was|were|included))(?P<why>(?:[^.;]|\.(?=\d)){0,90})"
)
_FOR_GROWTH = re.compile(r"(?<!until )(?<!to )(?<!without )progress(?!\w*-free)|growth|grew")
# "Either for faster growth without RECIST progression or at progression": of one group this, of the other that.
_WITHOUT = re.compile(r"(?<!\w)without (?:[\w-]{1,16} ){0,2}progression")
# Why more was given, wherever a sentence of the results says it.
TELLS_WHY = re.compile(
    rf"^(?:the )?(?:main )?(?:reasons?|indications?)(?: (?:for|of) (?!(?:\w{{1,12}} )?(?:stop|discont|withdr|death|exclu|drop|surg|admiss))[^.;]{{3,60}}?)? (?:was|were|included)(?!\w)|{DID_LITTLE.pattern}"
)
_FOR_SYMPTOMS = re.compile(r"(?<!without )symptom|syndrome|flush|diarrh|hormon")
# Where no reason is told: "in patients with progressive NETs", "with refractory CS".
_IN_NEED = re.compile(
    r"(?<!\w)(?:(?P<grew>progressive|progressing|progredient\w{0,2})(?!-| (?:dose|increase|up))|(?P<hurt>refractory|uncontrolled))(?!\w)"
)
_NAIVE = re.compile(
    rf"(?:ssa|srl|{_SSA})[- ]na[i]?ve|(?:no (?:prior|previous)|not previously|never(?: received)?|without (?:prior|previous))(?: [\w-]{{1,24}}){{0,4}} {_SSA}|(?:treatment|therapy)[- ]na[i]?ve|previously untreated"
)
_LITTLE_OF_IT = re.compile(
    rf"(?:no more than|at most|up to|less than|fewer than|not more than|maximum of|<=?|\u2264) ?(?P<time>(?:\d{{1,2}}|one|two|three|four|six|twelve) (?:months?|weeks?|injections?)) of (?:[\w-]{{1,20}} ){{0,3}}?{_SSA}"
)
# What they had was something else, and the analogue is what they were given: "receiving chemotherapy were assigned to octreotide".
_GIVEN = r"(?:were|was|or|versus|vs|to|started|began|without)(?!\w)"
_HAD = re.compile(
    rf"(?:previously (?:treated|received)|prior|previous|pre-?treated|(?:after|following) first[- ]line(?! (?:therapy|treatment))|had been (?:treated|given)|(?P<still>already (?:on|receiving|treated)|receiving|maintained on|established on|on (?:an? )?stable(?: (?:doses?|dosing|dosage|treatment|therapy)(?: of| with)?)?|(?:shorten|increas|rais|doubl|escalat)(?:ed|es|s) the (?:interval|dose)s? of))(?: (?!{_GIVEN})[\w-]{{1,24}}){{0,4}} {_SSA}"
    rf"|(?P<then>(?:patients|adults|participants|pts|people|tumou?rs|nets?)(?! (?:received|who received)) (?:[^.;]|\.(?=\d)){{0,110}}(?<!\w)on{_LED}[^.;]{{0,120}}(?:randomi[sz]|assigned|allocated|switched|escalat|chang|were followed|at (?:study )?(?:entry|baseline|inclusion|enrol)))"
)
_WAS_CALM = re.compile(
    r"after (?:at least |more than |a minimum of )?[\w-]{1,12} (?:months|years) (?:without progression|of (?:stable disease|disease control|stability))"
)


def earlier(folded: str) -> Earlier | None:
    """Return what the sentence says of the analogue that patients had had; None where it says nothing of one."""
    if match := _LITTLE_OF_IT.search(folded):
        return Earlier(f"SSA for at most {match['time']}", *match.span())
    if match := _NAIVE.search(folded):
        return Earlier("SSA-naive", *match.span())
    return _stood(folded) or _opens(folded) or _changed(folded) or _told_shortly(folded) or _had(folded)


def _stood(folded: str) -> Earlier | None:
    """Return how it stood on an analogue: the state, and behind it what it was a state on."""
    for state in _STATE.finditer(folded):
        if state["grew"] and _NOT_GROWN.search(folded, max(0, state.start() - _NEGATED), state.start()):
            continue
        for on, apart in ((_ON, _APART), (_AGAINST, _RIGHT_BEHIND)):
            found = on.search(folded, state.end() - (on is _AGAINST and folded[state.end() - 1] == " "))
            between = folded[state.end() : found.start()] if found else ";"
            if (
                found
                and len(between) <= apart
                and not _ENDS.search(between)
                and not _OF_OTHER.search(folded, state.end(), found.end())
                and not ((anew := _ANEW.search(folded, state.end())) and anew.start() < found.end())
            ):
                both = {
                    state.lastgroup,
                    *(one.lastgroup for one in _STATE.finditer(folded, state.end(), found.start())),
                }
                value = (
                    BOTH
                    if both == {"little", "grew"} and (len(between) <= _TOGETHER or _OR.match(between))
                    else BOTH
                    if on is _AGAINST and _FAILING.match(state.group())
                    else _VALUES[state.lastgroup or ""]
                )
                return Earlier(value, state.start(), found.end())
    if match := _FAILED_IT.search(folded):
        return Earlier(PROGRESSED if re.search("fail|\u8fdb\u5c55", match.group()) else UNCONTROLLED, *match.span())
    return None


_NEGATED = 70  # characters before a growth in which it is denied
_ENDS = re.compile(r"[;:]|\.(?!\d)")
_VALUES = {
    "marker": _ROSE,
    "little": UNCONTROLLED,
    "grew": PROGRESSED,
    "calm": "stable on an SSA",
    "held": "controlled on an SSA",
}


# "Patients on lanreotide 120 mg every 28 days with progression".
_GREW_ON = re.compile(
    rf"(?:patients|adults|participants|pts|people|those) on{_LED}(?: [\w/-]{{1,12}}){{0,5}}?,? (?:with|and|who had) (?:(?!no |not |without |never )[\w-]{{1,16}} ){{0,2}}progress(?:ion|ing|ed|ive)(?!\w|-free| free)"
)


def _told_shortly(folded: str) -> Earlier | None:
    """Return what is said of it in a word: that it failed, did little, or was intensified at progression."""
    for value, pattern in (
        (UNCONTROLLED, DID_LITTLE),
        (BOTH, _FAILED),
        (PROGRESSED, _GREW_ON),
        (PROGRESSED, _RAISED_IN),
    ):
        if (match := pattern.search(folded)) and re.search(rf"(?<!\w){_SSA}", folded):
            return Earlier(value, *match.span())
    return None


def _opens(folded: str) -> Earlier | None:
    """Return how it stood in the end where the sentence begins with the analogue."""
    match = _OPENS.match(folded)
    states = [one.lastgroup or "" for one in _STATE.finditer(folded, match.end())] if match else []
    ended = [state for state in states if state in {"little", "grew"}]
    return Earlier(_VALUES[ended[-1]], *match.span()) if match and ended else None


def _changed(folded: str) -> Earlier | None:
    """Return why it was changed, from what it had been: in one sentence, or in the next."""
    match = _FROM.search(folded)
    raised = None if match else _RAISED.search(folded)
    why = (
        _REASON.search(folded, match.end()) or _REASON.search(folded, 0, match.start())
        if match
        else _REASON.search(folded, raised.end(), (folded.find(";", raised.end()) + 1 or len(folded) + 1) - 1)
        if raised
        else _REASON_ALONE.search(folded)
    )
    if (calm := _WAS_CALM.search(folded)) and re.search(_SSA, folded):
        return Earlier("stable on an SSA", *calm.span())
    if why and _WITHOUT.search(why["why"]):
        return None
    grew, hurt = (why is not None and words.search(why["why"]) is not None for words in (_FOR_GROWTH, _FOR_SYMPTOMS))
    if match and not grew and not hurt and (need := _IN_NEED.search(folded)):
        grew, hurt = need["grew"] is not None, need["hurt"] is not None
    said = {
        (True, False): PROGRESSED,
        (False, True): UNCONTROLLED,
        (True, True): BOTH,
    }
    value = said.get((grew, hurt), "on an SSA" if match else "")
    places = [one.span() for one in (match, raised, why) if one]
    return Earlier(value, min(places)[0], max(end for _, end in places)) if value else None


# Those who begin with it stood on none: "patients starting octreotide LAR"; on more of it they may have.
_BEGINS = re.compile(
    rf"(?<!\w)(?:starting|initiating|beginning|commencing|about to (?:start|begin|receive)|who (?:started|began|initiated|commenced)|(?:were|was) (?:newly )?started on|before (?:the )?(?:start|initiation) of|new users of)(?: (?:an?|the|treatment|therapy|with|long-acting|first-line|standard)){{0,4}} {_SSA}(?![^.;]{{0,40}}(?:{_MORE}))"
)


def begins(folded: str) -> bool:
    """Return whether the sentence says that its patients began with an analogue when the study did."""
    return _BEGINS.search(folded) is not None


def _had(folded: str) -> Earlier | None:
    match = _HAD.search(folded)
    return match and Earlier("on an SSA" if match["still"] or match["then"] else "prior SSA", *match.span())
