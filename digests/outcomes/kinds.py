"""What the words of a group say of it: its name without what leads to it, and whether it is an arm of treatment, a subgroup or a time."""

import re

from digests.outcomes.lexicon import MARKER_WORDS

ARMS, SUBGROUPS, TIMES = "arms", "subgroups", "times"
# Numbers are parts of a name after these: "grade 1", "arm 2", "Ki-67 above 5%", "every 14 days".
NUMBERED = frozenset("grade grades arm arms group cohort stage part period g ki-67 ki67 aged age dose doses".split())
BEFORE_NUMBER = frozenset(
    "every each q above below over under exceeding than < > \u2265 \u2264 least most age aged - ki-67 ki67".split()
)
SIDES = frozenset({"above", "below"})  # "in those below"
BOUNDS = frozenset("above below over under exceeding > < \u2265 \u2264".split())
GRADED = frozenset("interval intervals aged load burden involvement index ki-67 ki67".split())
OLDER = frozenset("younger older more less".split())
FEW = frozenset({"one", "two", "three"})  # "two or more escalations"
LEADING = frozenset("for in with on among between under receiving taking given".split())
ENDING = frozenset(
    "tot we because due owing through fared whose while lived was were is are be been had have has reached at by of from over when where which that who did does showed achieved experienced "
    "as to on in for with among than between under before after during following receiving taking respectively per but corresponding "
    "giving yielding occurred reported seen observed improved progressed died survived responded developed required needed used remained underwent stopped fell rose dropped "
    "decreased yielded produced conferred provided resulted led discontinued withdrew worsened resolved noted recorded compared ein eine entwickelten entwickelte erhielten betrug wurde wurden hatten erreichten traten they there this these its no not only".split()
)
LETTERED = frozenset("arm group cohort part arms groups cohorts parts".split())
# What a treatment does ends its name: "lanreotide prolonged".
ACTING = frozenset(
    "gave yielded brought caused produced carried offered prolonged reduced delayed halved extended lowered lengthened significantly cut doubled raised slowed".split()
)
_LEAD_IN = re.compile(
    r"(?<!\w)(?:(?:the|a|an|it(?= (?:every|q\d|once|twice))|der|das|dem|den|de|del|el|il|los|las|(?-i:les?|la|lo|gli|het|een|une?|ein|einer?)|all|their|our|\d{1,6}(?= patients| women| men| participants)|those|both|patients?|pts|women|men|users|subjects|participants|eligible|were|who|in|"
    r"arms(?= \w\b)|assigned|allocated|randomi[sz]ed|treated|receiving|received|taking|given|groups?(?= of)|recipients of|of|to|with|on|having|(?:left|kept|put|maintained|remaining|staying)(?= (?:on|at|with|in|to)\b)|tumou?rs of)\s{1,4})++",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?<![\s,])[\s,]++(?:arms?|groups?|patients?|pts|recipients?|cohorts?|treatments?|treatment (?:arm|group)s?|ones?)$",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"(?:treated|assigned|allocated|randomi[sz]ed|receiving|received|taking|given|left|kept|put|maintained|remaining|staying|still)$",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    "levels check run-in cohort cohorts sample users longer shorter 5-hiaa cga chromogranin either neither a an no patients pts those the each both all arm arms group groups study total months days weeks years it they respectively this these "
    "better worse further additional favor favour addition and or one two three four five six seven eight nine ten treatment therapy subjects participants "
    "quarter third fifth tenth minority majority "
    "tumour tumours reports events contrast general particular fact turn most others rest remainder half whom which whole them time line".split()
)
# What these end names no group of patients: "in the multivariable analysis", "by central review".
NO_GROUP = re.compile(
    r"(?:analys[ie]s|regressions?|reviews?|scans?|visits?|imaging|screening|evaluations?|populations?|trials?|series|stud(?:y|ies)|settings?|responses?|rates?|(?<!/)(?<!per )months?|terms|literature|reports?|table|figure|"
    r"evaluable|confidence interval|limits?|difference|model|models|criteria|recist|ctcae|assessments?|investigators?|survival|value|values|size|duration|"
    r"number|(?<!above the )(?<!below the )median|mean|range|data|evidence|cent(?:re|er)s?|countries|improvement|patients evaluable|follow-up|adverse|events?|respect|addition|quality|^note|^\d[\d.]{0,4} ?per ?cent|(?:^|^the |study )drugs?|end ?-?points?|outcomes?|(?:matched|weighted) (?:cohort|sample|set))$"
)
POPULATION = re.compile(
    r"intent(?:ion)?[- ]to[- ]treat|per[- ]protocol|(?:first|second|third|fourth|later|\d(?:st|nd|rd|th))[- ]lines?"
)
MOST_COMMON = re.compile(r"(?<!\w)(?:most|common(?:est)?|frequent)(?!\w)")
DRUGS = (
    r"lanreotid[ea]?|octreotid[ea]?|pasireotid[ea]?|everolimus|sunitinib|cabozantinib|lutetium|177\s?lu|dotata(?:te|n)|dotatoc|prrt|radio(?:nuclide|ligand) therapy|capecitabine|temozolomide|captem|interferon|"
    r"telotristat|cabergoline|pegvisomant|bevacizumab|chemotherapy|placebo|analogues?|ssas?|[a-z]{2,4}-?\d{3,5}|sandostatin|somatuline|\w{3,12}(?:tinib|limus|mab|tide|platin|taxel)"
)
TREATMENT = re.compile(
    rf"(?<!\w)(?:{DRUGS}|controls?|standard|(?:hohe|niedrige|hohere|niedrigere|doppelte|erhohte)[nr]? dos(?:is|ierung)|escalat\w{{1,5}}|dose-(?:dense|intens\w{{1,5}})|intensif\w{{1,8}}|\d{{1,3}}(?:\.\d)?[ -]?mg|lar|depot|autogel|(?:shorter|longer|wider|narrower|usual|regular|standard|label|short|same|extended|fixed|unchanged)[- ](?:dosing |injection )?intervals?|intervals? (?:shortening|reduction)|shorten(?:ing|ed)|formulation|generic|originator|"
    r"schedules?|regimens?|every|q\d\w{0,2}|(?:\d{1,2}|two|three|four)[- ](?:day|week)(?:ly)?|rhythm|uptitrat\w{1,4}|monthly|fortnightly|biweekly|label(?:led)?|unchanged|comparators?|combination|monotherapy|"
    r"(?:high|low|higher|lower|double|single|same|usual|conventional|increased|above-label)[- ](?:dose|label|frequency|exposure|intensity)s?|(?:dos(?:e|ing) )?continuation|boost\w{1,3}|closer|usual|tighter|augment\w{1,5}|doubl\w{1,3}|injections?|dosing|sham|observation|surveillance|best supportive care)(?!\w)"
)
_PATIENTS = re.compile(
    r"(?<!\w)(?:grades?|g[123]|ki-?67|midgut|foregut|hindgut|pancrea\w{0,6}|small[- ](?:bowel|intestin\w{0,4})|ile\w{1,3}|gastric|lung|bronchial|rectal|"
    r"primar(?:y|ies)|tumou?rs?|p?nens?|p?nets?|carcinoids?|men|women|males?|females?|aged?|(?:non-?)?function\w{0,5}|hepatic|liver|metastas[ei]s|metastatic|"
    r"\w{0,12}na[i\u00ef]ve|pre-?treated|responders|(?:ter|quar|quin)tiles?|burden|load|origin|syndrome|mutations?|expression|well-differentiated|elderly|younger|older|intent(?:ion)?[- ]to[- ]treat|itt|per[- ]protocol|(?:first|second|third|fourth|later|\d(?:st|nd|rd|th))[- ]lines?|elevated|normal|unknown|tgr|tumou?r growth|troughs?|igf-?1|"
    rf"prior|previous|for symptoms|{MARKER_WORDS}|stable disease|progressive|progression|progressing|flushing|diarrh?o?ea|resected|unresected|acromegaly|extrahepatic|bone|positive|negative|index|(?:above|below) the median)(?!\w)"
)
# What was done to patients: "who doubled their octreotide".
DONE = re.compile(
    r"(?:doubl|kept|keep|escalat|intensif|switch|receiv|continu|stay|increas|shorten|step|had their|were (?:escalat|switch|kept|given|treated|assigned|randomi))"
)
ARM = re.compile(
    r"(?<!\w)(?:\w+(?:arm|gruppe|groep)|arms?|groups?|cohorts?|treated|recipients?|assigned|received|receiving|part [ab])(?!\w)"
)
BESIDE_MOMENT = re.compile(r"(?:pre|post)-?(?:escalat|treat|dos|intens|switch|increas|uptitrat|change|therap)\w{0,8}")
PERIOD = re.compile(
    r"(?<!\w)(?:(?:first|second|third) (?:period|escalation|phase)|baseline(?! (?:[\w-]{1,24} ){1,3}(?:above|below|over|under|[<>\u2264\u2265]))|escalation|intensification|switch\w{0,4})(?!\w)"
)


# Who ends a name: "unboosted patients", "the depot cohort"; and what says of all patients that they are.
_PEOPLE = re.compile(
    r"(?:patients|women|men|subjects|participants|arms?|groups?|cohorts?|recipients|cases|tumou?rs|primaries|p?nets|p?nens|controls)$"
)
_PARTICIPLE = re.compile(r"(?<!\w)[a-z-]{4,24}ed(?!\w)")
_EVERYBODY = re.compile(
    r"\A(?:(?:evaluable|eligible|enrolled|included|treated|randomi[sz]ed|assigned|allocated|assessed|assessable|analy[sz]ed|studied|screened|registered|recruited|consecutive|remaining|surviving|"
    r"responding|observed|affected|other|more|most|many|few|fewer|several|some|such|first|last|whole|entire|total|overall|study|same|different|own|two|three|all|both|each|either|no|nine|ten|eligible)[\s,-]*+)++(?:patients?|pts|subjects|participants|cases|cohort|population|series|sample)?$|\Afull analysis (?:set|population)$"
)


# "Every fifth patient" is a share of them.
_FRACTION = re.compile(r"(?:every|each) (?:second|third|fourth|fifth|sixth|tenth)(?! (?:day|week|month))")


def name_of(words: str) -> str:
    """Return the name without what leads to it and what it ends with, "" where nothing of it is left."""
    lead = _LEAD_IN.match(words + " ")
    if lead and (lead.end() < len(words) or _UNNAMED.search(words)):
        words = words[lead.end() :]
    elif lead and words.lower().rpartition(" ")[-1] in _NO_NAME:
        return ""  # "de patients" of a language
    if _EVERYBODY.fullmatch(words.lower()) or _FRACTION.match(words.lower()):
        return ""
    whole, words = words.lower(), _TAIL.sub("", words)
    return (
        ""
        if words.lower() in _NO_NAME or whole in _ORDINALS or not any(letter.isalpha() for letter in words)
        else words
    )


_ORDINALS = frozenset({"first", "second"})  # "the first group" has a name, "the first" has none


_PRIOR = re.compile(r"(?:no )?(?:prior|previous) (?!dos|schedul|regimen|interval)")


def kind_of(folded: str) -> str:
    """Return "arms", "subgroups" or "times", "" where the words do not say."""
    if PERIOD.search(folded) and not ARM.search(folded) and not TREATMENT.search(PERIOD.sub("", folded)):
        return TIMES
    if _PRIOR.match(folded):
        return SUBGROUPS
    if TREATMENT.search(folded):
        return ARMS
    if _PATIENTS.search(folded):
        return SUBGROUPS
    if ARM.search(folded):
        return ARMS
    people = _PEOPLE.search(folded)
    if people is None or not people.start():
        return ""
    return ARMS if _PARTICIPLE.search(folded) else SUBGROUPS


def is_treatment(folded: str) -> bool:
    """Return whether the words are of a treatment: a drug, a dose, an interval."""
    return TREATMENT.search(folded) is not None
