"""The words for what was measured, and how: every spelling of an outcome leads to its one name."""

import functools
import re

from digests.outcomes import harms

# Numbers that a text writes out.
_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORTH = {
    **{word: number for number, word in enumerate([*_ONES, *_TEENS], start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    **dict.fromkeys(("none", "no", "neither"), 0),
}
WORDS = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES)})(?!\w))?|{'|'.join([*_TEENS, *_ONES])})"


def word_number(folded: str) -> int | None:
    """Return 23 for "twenty-three", 0 for "none" and "not one"; None for what is no number in words."""
    if folded in {"not one", "not a single one"}:
        return 0
    parts = folded.replace("-", " ").split()
    known = [_WORTH[part] for part in parts if part in _WORTH]
    return sum(known) if known and len(known) == len(parts) else None


# The name of an outcome and its spellings in folded text (lower case, plain dashes), most particular first.
# Vocabulary of neuroendocrine trials: RECIST 1.1, CTCAE, EORTC QLQ-C30 and QLQ-GI.NET21.
_FREE = r"(?:- ?| )free[- ](?:survival|interval)(?:s|\s+times?|\s+rates?)?"
# Survival free of anything else keeps the name that is printed.
_FREE_OF = "free of"
_CONTROLLED = "duration of disease control"
_TIMES = frozenset(
    [*"PFS EFS DFS RFS MFS FFS CSS OS TTP TTF TTR TTNT DoR follow-up".split(), "time to deterioration", _CONTROLLED]
)
# That patients stopped a treatment, and what for.
_TREATED = r"(?: (?:(?:(?:the |their )?(?:study )?)(?:treatment|therapy|octreotide|lanreotide|pasireotide|paltusotine|cam2029|lan|oct|drugs?|analogues?|injections)|it))?"
_OFF = (
    rf"(?:stopped|discontinued|withdrew(?: from)?|ceased|(?:came|went) off|(?:was |were )?taken off|gave up|dropped out(?: of)?|left){_TREATED}(?: (?:permanently|definitively|prematurely|early|altogether))?"
    r"|(?:had to be )?(?:ended|withdrawn|terminated)"
)
_REMISSIONS = r"(?:tumou?r |radiolog\w{1,4} )?(?:response|remission)s?"
# When a trough is taken: "serum octreotide just before the next injection".
_BEFORE_DOSE = r" (?:(?:just|immediately|measured|taken) )?(?:before|prior to|at the end of) (?:the |each |an? )?(?:(?:next|following|dosing|injection) )?(?:injections?|dose|interval)(?!\w)"
# Whose response nobody could judge.
_BEST = r"(?:(?:best|overall|objective|radiolog\w{1,4}|tumou?r) ){1,2}"
_UNJUDGED = r"(?:could not|cannot) be (?:evaluated|assessed|judged|determined)(?: for (?:tumou?r )?response)?"
_UNJUDGED_FOR = r"(?:not |non-?|un)(?:evaluable|assessable|evaluated|assessed) for (?:tumou?r )?response"
# Adverse events of no class of ours, told as such with their own word; an ailment that patients may bring is one beside others.
OTHER_HARM, AILMENT = "AE: other", "AE: ailment"
# What deteriorates or improves by a questionnaire: a scale of functioning, or of a symptom.
_FUNCTIONS = r"(?:physical|role|social|emotional|cognitive)(?: functioning| function(?!\w))"
_GLOBAL = r"(?:global (?:health(?: status)?|quality of life|qol)|ghs)(?: ?/ ?(?:qol|quality of life))?|(?:hr)?qol|hrql|(?:health-related )?quality of life"
_SYMPTOM = r"(?:fatigue|pain|nausea(?: and vomiting| ?/ ?vomiting)?|appetite loss|insomnia|dyspn(?:o|oe|e)a|constipation|diarrho?ea|abdominal pain|endocrine symptoms?|gi symptoms?|disease-related worries)"
_OF_SCALE = rf"(?:of|in|for) (?:the |their )?(?:(?:{_GLOBAL}|{_FUNCTIONS}|{_SYMPTOM})(?: (?:scores?|scales?|domains?))?|(?:[a-z\d][a-z\d./-]{{1,16}} ){{1,3}}(?:scores?|scales?))"
_IGF = r"(?:igf-?(?:1|i)|insulin-like growth factor[ -](?:1|i))"
BIOCHEMICAL = "biochemical response"
# How many, how often or how grave symptoms were, which is no response: the lower the better.
SYMPTOMS = "symptoms"
# What else tumours secrete, by its names; it is told as biochemical, with its name.
HORMONES = {
    "gastrin": "gastrin",
    "glucagon": "glucagon",
    "NSE": "nse|neuron-? ?specific enolase",
    "serotonin": "serotonin|5-ht",
    "pancreastatin": "pancreastatin",
    "pancreatic polypeptide": "pancreatic polypeptide",
    "VIP": "vip|vasoactive intestinal (?:poly)?peptide",
    "neurokinin A": "neurokinin[- ]a",
    "GH": "gh|growth hormone",
}
# What is measured of a tumour in blood or urine, and its words.
MARKERS = frozenset({"CgA", "5-HIAA", "IGF-1", *HORMONES})
MARKER_WORDS = "cga|chromogranin(?: a)?|5-hiaa|gastrin|glucagon|nse|serotonin|pancreastatin"
# What is measured in each patient, so that it can fall by a number or to one.
MEASURED = MARKERS | frozenset(
    "flushing|bowel movements|diarrhoea|QoL|AE: glucose|tumour growth rate|drug level|symptom response|rescue".split(
        "|"
    )
)
_OUTCOMES = (
    ("follow-up", r"follow[- ]?ups?(?: time| duration| period)?|(?<=median )fu"),
    ("PFS", rf"(?:progress(?:ion)?(?:{_FREE}|(?:- ?| )free)|pfi|(?:[a-z]|bi)?pfs(?:[- ]?[12](?![.,\u00b7]?\d))?|(?:survival without|absence of|non-?)(?: ?(?:disease |tumou?r )?)progression(?:-free survival)?|(?:rates? of )?freedom from (?:disease |tumou?r )?progression(?: rates?)?|(?:alive and )?(?:free (?:of|from)|without) (?:disease |tumou?r )?progression|alive and progression[- ]free|(?<!who )(?<!that )had not (?:yet )?progressed|neither progressed nor died|(?:disease )?progression or death|pd ?(?:/|or) ?death|progression ?/ ?death|death or (?:disease )?progression)"),
    ("EFS", rf"(?:event(?:{_FREE}|(?:- ?| )free)|efs)"),
    ("DFS", rf"(?:disease{_FREE}|i?dfs)"),
    ("RFS", rf"(?:(?:relapse|recurrence)(?:{_FREE}|(?:- ?| )free)|rfs)"),
    ("MFS", rf"(?:(?:distant[- ])?(?:metastas[ei]s|disease)?{_FREE}|d?mfs|dmfs)"),
    ("FFS", rf"(?:failure{_FREE}|ffs)"),
    (_FREE_OF, r"[a-z]{1,24}(?:- ?| )free[- ]survival|[a-z]{1,3}-?[a-z]{0,3}fs"),
    ("CSS", r"(?:cancer|disease|cause|tumou?r)[- ]specific[- ]survival(?: rates?)?|css|dss"),
    ("OS", r"overall[- ]survivals?(?: times?| rates?)?|os|mst|times? to death(?! or)|survivals?(?: times?| rates?)?|(?:still )?alive(?! (?:and )?(?:progression|without|free))"),
    ("TTP", r"times? from [a-z -]{3,30}? to (?:disease |tumou?r )?progression|times?[- ]to[- ](?:\w{1,24} )?(?:disease |tumou?r |clinical |first |radiological )?progression|ttp"),
    ("TTF", r"times?[- ]to[- ](?:treatment |first )?(?:treatment )?failure|ttf"),
    ("TTR", r"times?[- ]to[- ](?:\w{1,24} )?(?:first )?response|ttr"),
    ("DoR", r"(?:durations? of|duration) (?:the )?(?:\w{1,24} )?(?:tumou?r )?(?:response|remission|success)s?|response durations?|dor"),
    ("TTNT", r"times? to (?:the )?(?:next|(?:first |second )?subsequent|(?:second|third|new|further)(?=[- ]line))(?:[- ]line)?(?: of)? (?:(?:systemic|antitumou?r|anti-?cancer|anti-?neoplastic|active|subsequent) )?(?:treatment|therapy)(?: or death)?|ttnt|t[fs]st"),
    ("time to deterioration", rf"time[- ]to[- ](?:[a-z-]{{1,24}} ){{0,3}}deterioration(?: {_OF_SCALE})?|tdd|ttdd(?: {_OF_SCALE})?|ttd {_OF_SCALE}"),
    (_CONTROLLED, r"durations? of (?:the )?(?:disease|tumou?r) control"),
    ("DCR", r"(?:disease|tumou?r)[- ]control(?: rates?)?|(?:disease|tumou?rs?|tumou?r growth) (?:was|were|remained|stayed|was kept) (?:well )?(?:controlled|under control)|dcrs?(?:\d{1,2}[wm])?"),
    ("CBR", r"clinical[- ]benefit(?: rates?)?|cbr"),
    (BIOCHEMICAL, rf"responded biochemically|biochemical(?:ly)? (?:\w{{1,24}} )?(?:response|control|remission|normali[sz]ation)s?(?: rates?)?|(?:serum )?{_IGF}(?: levels?)? (?:normali[sz]ations?|(?:(?:was|were|had) )?normali[sz]ed(?= (?:in|for) (?:\d|{WORDS})|$)|(?:was|were) normal(?= in (?:\d|{WORDS})|$))|(?:normali[sz]ations? (?:of|in) (?:the |their )?|normal )(?:serum )?{_IGF}(?: levels?)?|(?:serum )?{_IGF}(?: levels?)? (?:at or below|below|within|[<\u2264] ?=?) ?(?:the )?(?:1(?:\.[03])? ?[x\u00d7] ?|1(?:\.[03])? times (?:the )?)?(?:uln|upper limit of (?:the )?normal|normal (?:range|limits))(?: range)?"),
    ("CgA", r"[ck]h?romogranin[aey]?[- ]a|cga|chga"),
    ("5-HIAA", r"(?:24[- ]?h(?:ours?|rs?)? )?(?:urinary |urine |plasma |serum )?(?:[ups]-?)?5-?hiaa(?: excretion)?|(?:24[- ]?h(?:ours?|rs?)? )?(?:urinary |urine |plasma |serum )?5-?(?:oh-)?hydroxy-?indole-? ?acetic acid"),
    ("IGF-1", rf"(?:serum )?{_IGF}(?: levels?)?"),
    *((marker, rf"(?:fasting )?(?:serum |plasma )?(?:{names})(?!-| (?:syndrome|reuptake|antagonist|receptor|stimulation|secret|produc|defici))(?: levels?)?") for marker, names in HORMONES.items()),
    ("symptom response", (r"symptom(?:atic|s)? (?:\w{1,24} )?(?:responses?|control|improvement|relief|benefit)(?: rates?)?"
        r"|(?:control|relief|improvement|resolution) (?:of|in) (?:the |their )?(?:\w{1,24} )?(?:symptoms?|syndrome)|(?:diarrho?ea|flushing) (?:control|relief)|symptom(?:atic)? days|days with symptoms|(?:carcinoid |syndrome )?symptom (?:(?:severity|burden|frequency|diary|total) ){0,2}scores?|(?:became|were|was|remained) (?:symptom-free|free of symptoms|asymptomatic(?= (?:after|on|with|under)))|symptoms (?:had become|became|got|were) better|(?:improved|relieved|controlled) (?:the |their )?symptoms(?= in|$)|(?:symptoms|carcinoid syndrome|the syndrome) (?:were |had |was |are |has )?(?:[a-z]{4,14}(?:ly| as) )?(?:improved|controlled|resolved|relieved|eased|lessened|abated|subsided|ceased|disappeared|vanished|stopped)")),
    ("tumour growth rate", r"(?:tumou?r )?growth rate constants?|tumou?r growth rates?|(?:volumetric|tumou?r) growth(?= (?:was|averaged|slowed|fell|dropped)(?: from| by)? \d|$)|(?:volumetric growth|growth) rates?(?: of (?:the )?tumou?rs?)?|rates? of (?:tumou?r )?growth|tumou?rs grew(?= by|$)|tgr(?:0|\d{0,2}m)?"),
    ("drug level", rf"(?:(?:octreotide|lanreotide|pasireotide|paltusotine|cam2029|lan|oct) )?c(?:trough|min|max|avg?)(?:,? ?ss)?|(?:average|mean|minimum|minimal|maximum|maximal) (?:serum |plasma |drug )?concentrations?(?: of (?:octreotide|lanreotide|pasireotide|paltusotine))?|peak (?:plasma |serum )?(?:concentrations?|levels?)|(?:trough )?(?:serum|plasma) (?:octreotide|lanreotide|pasireotide|paltusotine|cam2029|lan|oct)(?:{_BEFORE_DOSE}|(?= (?:in|on|with|did|at steady|averaged|was|were|rose|fell|reached)(?!\w)|$))|(?:serum |plasma |blood )?(?:octreotide |lanreotide |pasireotide |paltusotine |cam2029 |lan |oct |drug )?troughs?(?: (?:octreotide|lanreotide|pasireotide|paltusotine|cam2029|lan|oct)(?! (?:conc|level)))?(?! (?:\w{{1,12}} )?(?:conc|level|val))|(?:mean )?trough values?|(?:steady[- ]state )(?:trough )?(?:concentrations?|levels?)|drug (?:concentrations?|levels?)(?= (?:was|were|rose|fell|averaged|of|increased|decreased|doubled|at|in)(?!\w)|$)|(?:trough |plasma |serum |blood )(?:octreotide |lanreotide |pasireotide |paltusotine |cam2029 |lan |oct |drug )?(?:concentrations?|levels?)(?:{_BEFORE_DOSE})?|(?:octreotide|lanreotide|pasireotide|paltusotine|cam2029|lan|oct) (?:trough |plasma |serum |blood )?(?:concentrations?|levels?)(?:{_BEFORE_DOSE})?"),
    ("ORR", rf"(?:(?:complete|partial) (?:or|and) (?:an? )?(?:partial|complete) {_REMISSIONS}(?: rates?)?|(?:complete {_REMISSIONS}|crs?) or (?:partial {_REMISSIONS}|prs?)|(?:partial {_REMISSIONS}|prs?) or (?:complete {_REMISSIONS}|crs?)|(?:cr ?[/+] ?pr|pr ?[/+] ?cr)(?! ?[/+]))"),
    ("CR", r"(?:(?:radiolog\w{1,4}|tumou?r|objective|best|recist(?: 1\.[01])?) )?response (?:\(?(?:according to|by|per|on|using) [a-z\d. ]{2,24}\)? )?(?:was|were) complete|(?<!pathologic )(?<!pathological )complete (?:clinical |tumou?r |radiolog\w{1,4} )?(?:response|remission|responder)s?(?: rates?)?|crs?"),
    ("PR", r"(?:(?:radiolog\w{1,4}|tumou?r|objective|best|recist(?: 1\.[01])?) )?response (?:\(?(?:according to|by|per|on|using) [a-z\d. ]{2,24}\)? )?(?:was|were) partial|partial (?:objective )?(?:clinical |tumou?r |radiolog\w{1,4} )?(?:response|remission|responder|regression|regres)s?(?: rates?)?|(?<!er/)prs?(?!/pgr|[ -](?:positive|negative|status))"),
    ("minor response", r"minor (?:tumou?r |radiolog\w{1,4} )?(?:response|remission)s?(?: rates?)?"),
    ("SD", r"stable diseas(?:es?|(?!\w))|stbl|(?:disease|tumou?rs?|tumou?r growth) (?:was|were) (?:held|kept)(?: (?:steady|stable|in check))?(?= in (?:\d|the)|$)|(?:remained|stayed|was|were) stable|(?<!size )(?:remained|stayed|was|were) steady|(?:disease|tumou?rs?) (?:was |were )?stabili[sz]ed|(?:disease|tumou?rs?|(?:tumou?r )?growth|radiologic(?:al)?|radiographic) (?:was |were |has |had )?stabili[sz](?:ations?|ed)|(?:disease|tumou?r|radiologic(?:al)?|radiographic) stability|(?:stabili[sz]ation|stability) of (?:the )?(?:disease|tumou?rs?|process|growth|tumou?r growth)|stable tumou?rs?|tumou?r size (?:was |remained )(?:stable|unchanged)"),
    ("PD", r"progressive diseases?|pd|(?:progressed|progression) as (?:the |their )?best (?:overall )?response"),
    ("NE", rf"(?:(?<!whose )(?:{_BEST})?responses? (?:(?:was|were) )?)?{_UNJUDGED}|(?<!whose )(?:{_BEST})?responses? (?:was|were) (?:not |non-?|un)(?:evaluable|assessable|evaluated|assessed)|{_UNJUDGED_FOR}|(?:had )?no evaluable (?:{_BEST})?response|(?:not |in|non-?)(?:evaluable|assessable)|ne"),
    ("ORR", r"(?:objective|overall|tumou?r|best overall|radiologic(?:al)?)(?: tumou?r| overall)? (?:response|remission)s?(?: rates?)?|recist responses?|objective(?:ly)? respon(?:ded|ders?)|orrs?"),
    ("responded", r"(?:(?<!who )(?<!that )had |(?<!who )(?<!that )(?<!had ))responded(?! biochemically)"),
    ("response", r"(?<=there were no )responses?(?! to)|(?<!best )(?<!clinical )(?<!overall )responses?(?=,? defined as)|responses?(?= (?:was|were) (?:[a-z]{2,13} )?(?:more|less|equally|as) (?:frequent|common|likely|often|rare))|(?<!best )(?<!clinical )(?<!overall )responses?(?= (?:was|were) (?:seen|observed|achieved|recorded|obtained|noted|reported))|(?:response|remission|responder) rates?|(?:tumou?rs?|lesions?|metastases) (?:shrank|shrunk|regressed)|tumou?r (?:shrinkage|regression)|(?:shrinkage|regression) of (?:the )?tumou?rs?"),
    ("rescue", r"(?:(?:use of |need for |using |needed |required )?(?:rescue )?(?<!with )(?<!on )(?<!to )sa[oi](?! ?/)|(?:use of |need for )(?:subcutaneous|sc|s\.c\.|immediate-release|short-acting|extra) octreotide|(?:subcutaneous|sc|s\.c\.|immediate-release) octreotide(?= use))(?: (?:use|injections?|doses?))?|(?<!ed )(?<!ing )rescue (?:injections|doses)|short-acting octreotide(?= (?:use|was (?:used|needed|required))|$)|(?:need for |use of |needed |required |using )?rescue (?:(?:short-acting|subcutaneous|sc|s\.c\.|immediate-release|extra) )?(?:medication|octreotide|paltusotine|use|therap(?:y|ies)|treatments?|analogues?|ssas?)(?: use)?"),
    ("QoL", rf"{_SYMPTOM} (?:scores?|scales?|subscales?)(?<!diarrhoea scores)(?<!diarrhea scores)(?<!diarrhoea score)(?<!diarrhea score)|promis(?:-?\d\d|-[a-z]{{1,10}})?(?: (?:fatigue|pain|sleep|physical|social|global|anxiety|depression))?(?: (?:functioning|function|interference|intensity|disturbance|health))?(?: (?:t-?)?scores?)?|(?:hads|hospital anxiety and depression scale)(?:-[ad])?(?:(?: total)?(?: anxiety| depression)?(?: (?:scores?|subscales?)))?|mdasi(?:-[a-z]{{2,4}})?(?: (?:total|core|severity|interference|symptom)){{0,2}}(?: scores?)?"),
    ("flushing", r"flush(?:ing|es|ers?|s)?(?: episodes?| frequency)?(?:(?: per |/| a )d(?:ay)?)?"),
    ("diarrhoea", r"(?:(?:days (?:with|of)|episodes of|bouts of) )?diarr[a-z]{1,6}(?: (?:episodes|days|(?:severity |frequency )?scores?))?|loose stools?|diare(?:en?)?|\u8179\u6cfb|\u4e0b\u75e2"),
    ("bowel movements", r"(?:daily )?(?:bowel (?:movements?|motions?|actions?)|stools|defa?ecations?)(?: frequency| counts?)?(?:(?: per |/| a )day)?|(?:daily )?(?:stool|bowel) (?:frequency|counts?|numbers?)|bm frequency|bms?(?:/| per )d(?:ay)?|daily bms?|stool (?:output|volume|weight)"),
    ("AE: gallstones", r"gall-?stones?[- ]related (?:adverse )?(?:events?|complications?|disorders?|disease)|chole(?:zysto)?lithias[ie]s|(?:biliary|gall-?bladder) (?:lithias[ie]s|colics?)|(?:laparoscopic )?cholecystectom(?:y|ies)|\u80c6\u7ed3\u77f3|\u80c6\u77f3|\u80c6\u56ca\u7ed3\u77f3|(?:biliary|symptomatic) stone disease|gall-?bladder(?:[- ]related)? (?:adverse )?(?:events?|disorders?|disease|abnormalit(?:y|ies))|stones? in the gall-?bladder|(?:gall-?bladder|biliary|bile[- ]duct) (?:stones?|sludge|calculi)(?: (?:and|or) (?:stones?|sludge))?|(?:gal(?:l|de)?-?st[eo]n(?:e|es|en)?|sludge)(?: (?:and|or) (?:(?:biliary|gall-?bladder) )?(?:stones?|sludge))?|biliary (?:stones?|sludge|events?|symptoms?|disorders?|disease|complications?|hospitali[sz]ations?)|cholecystitis|cholangitis|events of the gall-?bladder|bile duct stones?"),
    ("AE: glucose", r"h[iy]p(?:er|o)gl[yu][ck]a?e?mi(?:a|e|c events?)|iperglicemia|hiperglicemia|(?:raised|elevated|increased|high) (?:blood |fasting )?(?:glucose|sugar)s?|glucose (?:intolerance|elevations?)|impaired (?:fasting glucose|glucose tolerance)|(?<!type 1 )diabetes?(?: mellitus)?(?! (?:duration|history|diagnosis|status|management))|(?:new |oral |an? ){0,3}(?:anti-?diabetic|glucose-lowering) (?:drugs?|medications?|treatments?|therapy)|(?:oral )?anti-?diabetics|insulin(?: (?:therapy|treatment)|(?= (?:had to be|was) (?:newly )?(?:required|needed|started|begun)| in \d|$))|(?:became|had become|turned) diabetic|(?:blood |plasma |fasting )glucose|(?:glucose )?time (?:in|above|below) (?:(?:the )?(?:target )?range|(?:3\.9|10|13\.9)(?:\.0)? mmol/l)|(?:hb)?a1c|gly(?:cat|cosylat)ed ha?emoglobin"),
    ("AE: bradycardia", r"(?:sinus )?brad[yi][ck]ardi[ae]?|(?:(?:resting )?heart rates?|pulse) (?:below|under|<|(?:of )?less than|of(?= \d\d[a-z/ ]{0,20} or (?:less|lower|below))) ?\d\d(?: ?/ ?min| bpm| beats(?: ?/ ?min| per min(?:ute)?| a minute))?(?: or (?:less|lower|below))?|slow (?:pulse|heart rate)"),
    ("AE: injection site", r"(?:injection|application|implant)[- ]site(?: \w{1,24}+)?|(?:nodules?|indurations?|pain|reactions?|lumps?) at the (?:injection site|site of (?:the )?injection)|(?:local (?:injection )?|subcutaneous |gluteal )(?:reactions?|indurations?|nodules?|lumps?|swelling|redness|erythema)|injection pain|pain (?:on|upon|during|after) injections?|(?:nodules?|indurations?|lumps?) in the (?:buttocks?|gluteal (?:muscles?|region))|(?:pain|indurations?|nodules?|lumps?|swelling|redness|tenderness)(?: (?:or|and) (?:pain|indurations?|nodules?|lumps?|swelling|redness|tenderness))? (?:where the injections? (?:had been|was|were) given|at the inject(?:ed|ion) (?:site|spot)|in the buttocks?|of the buttocks?)"),
    ("AE: pancreatic insufficiency", r"pei|epi(?! ?[/+-])|pert|(?<!requiring )(?<!needing )(?:pancreatic )?enzyme (?:replacement|supplement(?:s|ation)?|substitution)(?: therapy)?|pancreatic enzymes(?= (?:were|in \d)|$)|(?:low )?fa?ecal elastase(?:-1)?(?: (?:was |were )?(?:below|under|<) ?\d+ ?\S{1,5}/g)?|(?:pancreatic )?exocrine (?:pancreatic )?insufficiency|pancreatic (?:exocrine |enzyme )?insufficiency"),
    ("AE: pancreatitis", r"(?:acute )?pancreatitis"),
    ("AE: gastrointestinal", r"gastro-?intestinal (?:\w{1,24} )?(?:events?|effects?|disorders?|toxicit(?:y|ies)|symptoms?)|nausea|vomiting|emesis|indigestion|e?steatorr\w{1,6}|abdominal (?:pain|cramps?|discomfort|distension|bloating)|(?:fatty|oily|greasy|pale|white|gr[ea]y|light|soft|hard|abnormal|discolou?red|[a-z]{3,6}-colou?red) (?:stools?|faeces|feces)|(?:faeces|feces) (?:pale|discolou?red|abnormal)|bloating|dyspepsia|malabsorption|constipation|flatulence"),
    ("fatigue", r"fatig(?:ue|a)|fadiga|asth?eni[ae]?|tiredness|mudigkeit"),
    (OTHER_HARM, harms.DONE),
    (AILMENT, harms.BROUGHT),
    ("AE", r"(?:(?<=treatment-related )|(?<=drug-related )|(?<=therapy-related ))events?|adverse (?:\w{1,24} )?(?:events?|effects?|reactions?|experiences?)|toxicit(?:y|ies)|side[- ]effects?|t?e?aes?|tr?aes?|saes?"),
    ("discontinuation", rf"(?:treatment |drug |therapy )?discontinuations?(?: rates?)?|(?:treatment|therapy|drug|study) (?:withdrawals?|cessation)|(?:(?<=led to )|(?<=leading to )|(?<=resulted in )|(?<=resulting in )|(?<=caused ))withdrawals?(?! of consent)|(?:(?<= and to )|(?<= and in ))withdrawals?(?= (?:from the (?:study|trial) )?in \d)|(?:permanent|premature|early|definitive) withdrawals?(?! of consent)|withdrawals? (?:because of|due to|owing to|for) (?:toxicity|adverse (?:events?|effects?|reactions?)|aes?|side[- ]effects?)|(?:(?<=likely to )|(?<=risk of )|(?<=hazard of )|(?<=odds of ))(?:discontinu(?:e|ing)|stop(?:ping)?(?= (?:treatment|therapy|octreotide|lanreotide)))|drop-?outs?(?: rates?)?|discontinued(?: (?:treatment|therapy))?|(?:{_OFF}) (?:because of|due to|owing to|for) (?:(?:in?tolera(?:nce|bility)|toxicity|adverse (?:events?|effects?|reactions?)|side[- ]effects?)|(?:it|them|this|that|these)(?! (?!in (?:this|our|the)|during|within|after|and|but)\w))|stopped (?:treatment|therapy)(?! (?:because|due|for|owing|after))|(?:(?<=%\) )|(?<=patients )|(?<=weeks ))(?:stopped|withdrew)(?=[.,;]|$)"),
    ("QoL", rf"(?:(?:overall|general|global|physical|emotional) )?well-?being(?: scores?)?|(?:health[- ]related )?quality[- ]of[- ]life|(?:hr)?qol|(?:eortc )?(?:qlq-?c30|(?:qlq-?)?gi\.?net-?21)(?: [a-z-]{{3,20}}){{0,2}}? (?:scores?|scales?|subscales?)(?: for [a-z-]{{3,20}} symptoms)?|(?:(?:eortc )?(?:qlq-?)?c30 )?global (?:health status|quality of life|health|qol|scale|score)(?:/qol)?(?: scores?| scales?)?|(?:eortc )?qlq-?c30|(?:qlq-?)?gi\.?net-?21|eq-5d(?:-[35]l)?(?: (?:utility|index|vas|visual analogue)){{0,2}}(?: (?:scores?|values?))?|eq[- ]vas(?: scores?)?|hrql|ghs(?: ?/ ?qol)?(?: scores?| scales?)?|norfolk qol-net(?: total)?(?: scores?)?|sf-?12|f[kb]si(?:-\d{{1,2}})?|fact-hep(?: total)?|(?:physical|mental) component (?:summary|scores?)(?: scores?)?|health utilit(?:y|ies)(?: (?:index|scores?|values?))?|utility (?:index|scores?)|functional scales?|summary scores?|pcs|mcs|acroqol(?: (?:total|global|overall))?(?: scores?)?|fact-?g(?: total)?(?: scores?)?|sf-?36|{_FUNCTIONS}(?: (?:scores?|scales?))?|(?:endocrine|gi|gastrointestinal) (?:symptoms? )?(?:scores?|scales?)"),
    ("deaths", r"(?<!who )(?<!that )ha(?:d|ve) died|(?:(?<=% )|(?<=%\) )|(?<=% of patients )|(?<=% of the patients )|(?<=patients )|(?<=and \d\d )|(?<=and \d )|(?<=, \d\d )|(?<=, \d ))died(?= during|[.,;]|$)|deaths?|mortality(?: rates?)?"),
    ("recurrence", r"recurrences?(?: rates?)?|relapses?(?: rates?)?"),
    ("progression", r"(?:disease|tumou?rs?) progressed(?! as)|progressed (?:earlier|later|sooner|faster)|(?:disease |tumou?r )?progressions?(?: rates?)?|(?:(?<=% )|(?<=%\) )|(?<=% of patients )|(?<=% of the patients ))progressed(?=[.,;]|$)|(?<!who )(?<!that )ha(?:d|ve) progressed(?! (?:on|under|during|after|despite))|progressed or (?:had )?died|died or (?:had )?progressed"),
)  # fmt: skip

# A short word that is an outcome only in capitals ("OS", "PR"), as it is printed.
_CAPITALS = re.compile(
    r"(?<![A-Za-z-])(?:[A-Za-z]{1,3}-?[A-Za-z]{0,3}FS|[A-Za-z]{0,2}[A-Z]{2,12}[a-z]{0,2}\d?|CgA|DoR|[HR]{0,2}QoL|[A-Z-]{0,3}5-?HIAA|BMs?/d(?:ay)?)(?:[- ]?2)?$"
)
_SHORT = re.compile(r"[a-z]{2,5}(?:[- ]?2)?|[a-z]{1,3}-?[a-z]{0,3}fs")

OUTCOME = rf"(?<![\w-])(?:{'|'.join(pattern for _, pattern in _OUTCOMES)})(?![\w])"
_EACH = tuple((name, re.compile(pattern)) for name, pattern in _OUTCOMES)


# As short as an abbreviation, and words.
_WORDS = harms.PLAIN | frozenset("death deaths flush alive cmax cmin cav cavg".split())
# What ``OUTCOME`` finds only beside a verb.
RESPONDED = "responded"  # of what it is, the words around it say
_BESIDE_VERB = {
    "response": RESPONDED,
    "responses": RESPONDED,
    "stopped": "discontinuation",
    "withdrew": "discontinuation",
    **dict.fromkeys("withdrawal withdrawals discontinue discontinuing stop stopping".split(), "discontinuation"),
    "died": "deaths",
    **dict.fromkeys(("event", "events"), "AE"),
    "progressed": "progression",
}
_NAMES = frozenset({SYMPTOMS, *(name for name, _ in _OUTCOMES)})
# Before the name of an event for which patients stopped.
STOPPED_FOR = "discontinuation: "


@functools.lru_cache(maxsize=1024)
def outcome_name(folded: str, printed: str) -> str:
    """Return the one name of a spelling that ``OUTCOME`` matched; "" where its capitals say otherwise."""
    if _SHORT.fullmatch(folded) and folded not in _WORDS | _BESIDE_VERB.keys() and not _CAPITALS.match(printed):
        return ""
    name = next((name for name, pattern in _EACH if pattern.fullmatch(folded)), _BESIDE_VERB.get(folded, ""))
    return printed if name == _FREE_OF else name


# What describes patients and their treatment, and is no outcome of it.
_CHARACTERISTIC = re.compile(
    r"(?<![\w-])(?:follow-up|(?:times?|durations?|values?|levels?)$|age|bmi|weight|ki-?67|doses?|dosage|costs?|price|exposure|duration of (?:treatment|exposure|therapy|use|study)|treatment (?:duration|time)|"
    r"number|percentage|proportion|bias|cycles?|injections?|intervals?|sizes?|diameter|lines?|time (?:since|from|on)|disease duration|activity|observation|distance|samples?|sessions?|visits?|performance status|ecog|tumou?r (?:load|burden)|bmi|t-?max|half-li(?:fe|ves)|time to (?:the )?(?:maximum|peak|maximal) (?:(?:plasma|serum|drug) )?(?:concentration|level)|bioavailability|clearance)(?![\w-])"
)


def is_known(outcome: str) -> bool:
    """Return whether the name is one of ours and not the sentence's own words."""
    return outcome.removeprefix(STOPPED_FOR) in _NAMES


def is_result(outcome: str) -> bool:
    """Return whether the name is of an outcome, not of how old patients were or how much they were given."""
    known = outcome != "follow-up" and is_known(outcome)
    return known or _CHARACTERISTIC.search(outcome.lower()) is None


def is_time(outcome: str) -> bool:
    """Return whether the outcome is a time to an event, known by name or by its ending ("treatment-free survival")."""
    return outcome in _TIMES or outcome.lower().endswith(("fs", "free survival"))


def names_of(word: str) -> frozenset[str]:
    """Return the names of the outcomes that a person's word means: "pfs", "quality of life", "safety"; none where unknown."""
    folded = word.strip().lower()
    if folded in {"safety", "ae", "aes", "adverse events"}:
        return frozenset(name for name, _ in _EACH if name == "AE" or name.startswith("AE: "))
    found = {name for name, pattern in _EACH if name.lower() == folded or pattern.fullmatch(folded)}
    return frozenset(
        "AE" if name in {OTHER_HARM, AILMENT} else BIOCHEMICAL if name in HORMONES else name for name in found
    )


# How grave an event was, by CTCAE or in words; a grade that a tumour follows is the tumour's.
_OF_TUMOUR = r"(?!\W{1,3}(?:or |and |to )?(?:(?:gep|gastro|well|pancrea|neuro|midgut|small)[\w-]{0,24} ){0,3}(?:tumou?r|disease|p?ne[tn]s?(?!\w)|gep|patient|primar|neopl|carcin|differ))"
_GRADES = r"(?:i{1,3}|iv|v|[1-5])(?!\w| ?%|\.\d)"
SEVERITY = (
    rf"(?<![\w-])(?>(?:any|all)[- ]grades?(?! [1-5i])|(?:of )?(?:any|all) (?:ctc(?:ae)? )?grades?(?: of severity)?(?! [1-5i])|(?:(?:nci-?)?ctc(?:ae)? ?(?:v?\d(?:\.\d)? )?)?(?:(?:>|\u2265) ?=? ?)?(?:grades?|grad|grado|graad|gr\.?)[- ]?(?:(?:>|\u2265) ?=? ?)?{_GRADES}"
    rf"(?:(?:(?: ?[-/] ?| (?:and|or|to) |, ?(?:and |or )?)(?:grades? )?{_GRADES}){{1,3}}+| ?\+| (?:or|and) (?:higher|greater|worse|above|more|over)| or more severe)?"
    rf"|(?:\u2265 ?)?g ?(?:\u2265 ?)?[1-5](?: ?[-/] ?g?[1-5])?(?![\w-])|(?:mild|moderate)[- ](?:to|or|and)[- ](?:moderate|severe)|serious|severe|life-threatening|fatal|mild|moderate){_OF_TUMOUR}"
)
SEVERITY_FOUND = re.compile(SEVERITY)
_GRADE_TOLD = re.compile(r"(?<![a-z])(?:iv|v|i{1,3}|[1-5])(?![a-z.])")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}


def severity_name(folded: str) -> str:
    """Return the one name of a spelling that ``SEVERITY`` matched: "grade 3-4", "grade \u22653", "any grade", "serious"."""
    if re.search(r"(?:any|all)\b", folded):
        return "any grade"
    if not re.search(r"gr|\bg|ctc|\u2265", folded):
        return folded.replace("-", " ") if " to " in folded.replace("-", " ") else folded
    grades = [
        _ROMAN.get(grade, grade)
        for grade in _GRADE_TOLD.findall(re.sub(r"ctc(?:ae)? ?v?\d(?:\.\d)?|gr[a-z]{0,4}|\bg", " ", folded))
    ]
    if re.search(r"\u2265|> ?=|\+$|higher|greater|worse|above|more|over", folded):
        return f"grade \u2265{grades[0]}"
    joined = (
        "-"
        if len(grades) < 2 or int(grades[-1]) - int(grades[0]) == len(grades) - 1 or re.search("[-/]| to ", folded)
        else "/"
    )
    return f"grade {joined.join(grades[:1] + grades[-1:] if len(grades) > 1 and joined == '-' else grades)}"


PROGRESSION = frozenset({"progression", "PD"})  # the outcomes that tell of it as an event
# Words in which a time is counted, as tokens.
TIME_WORDS = frozenset(
    "months month mths mth mos mo m weeks week wks years year yrs days day hours hour h minutes minute min seconds s".split()
)
MONTHS = r"months?|mos?\b\.?|mths?"
TIME_UNITS = rf"(?:{MONTHS}|years?|yrs?|weeks?|wks?|days?|hours?|hrs?|min(?:ute)?s?|sec(?:ond)?s?|[mydh])\b"
OTHER_UNITS = (
    r"(?:(?:mg|[\u00b5\u03bcn]m|ng|pg|mcg|g|kg|mmol|nmol|pmol|[u\u00b5\u03bc]mol|[u\u00b5\u03bc]g|ml|dl|l|iu|u|cells|(?:[x\u00d7] ?|times (?:the )?)?(?:uln|upper (?:limit of (?:the )?normal|normal limit))(?: range)?|points?|mm|cm|events?|episodes?|"
    r"injections?|cycles?|bowel movements|stools)(?:\s?/\s?(?:m2|mm3|mol|kg|d|day|dl|ml|l|h|24 ?h|week|wk|mm hg))?|mm hg)\b"
)

_MEASURES = (
    (
        "HR",
        r"(?:[acs]|adj)?hrs?",
        r"(?:sub-?|sub-?distribution )?hazards? ratios?|relative hazards?|hazards?(?= of (?:disease )?(?:progression|death|recurrence|dying)(?: or death)? (?:of|was|were)(?!\w)| was 0?\.\d|$)",
    ),
    ("OR", r"[ac]?ors?", r"odds[- ]ratios?"),
    ("RR", r"[ai]?rrs?", r"relative risks?|risk ratios?|(?:incidence )?rate ratios?|relative rates?"),
)
RATIO = rf"(?<![\w-])(?:{'|'.join(f'{short}|{words}' for _, short, words in _MEASURES)})(?![\w+])(?!-(?:pos|neg))"


def ratio_name(folded: str, printed: str) -> str:
    """Return HR, OR or RR for a spelling that ``RATIO`` matched; "" for the word "or"."""
    for name, short, words in _MEASURES:
        if re.fullmatch(words, folded) or (re.fullmatch(short, folded) and name in printed):
            return name
    return ""


# What is told of two groups at once.
CONTRASTS = frozenset({"HR", "OR", "RR", "difference"})
# What says how many of all had something.
SHARES = frozenset({"rate", "proportion"})


# What outcomes are about: the columns of the living table, and the themes of a congress.
DOMAINS: dict[str, tuple[str, ...]] = {
    "PFS": ("PFS", "TTP"),
    "OS": ("OS",),
    "response": ("ORR", "CR", "PR", "DCR", "SD", "CBR", "response"),
    "biochemical": (BIOCHEMICAL, "CgA", "5-HIAA", "IGF-1"),
    SYMPTOMS: ("symptom response", SYMPTOMS, "flushing", "diarrhoea", "bowel movements", "rescue"),
    "QoL": ("QoL", "time to deterioration"),
    "safety": (
        "AE",
        "AE: gastrointestinal",
        "AE: gallstones",
        "AE: glucose",
        "AE: bradycardia",
        "AE: injection site",
        "AE: pancreatic insufficiency",
        "AE: pancreatitis",
        "discontinuation",
    ),
}

_THEMES = {
    "PFS": "Progression and survival",
    "OS": "Progression and survival",
    "response": "Response",
    "biochemical": "Symptoms and hormones",
    "symptoms": "Symptoms and hormones",
    "QoL": "Quality of life",
    "safety": "Safety",
}
THEMES = {outcome: theme for domain, theme in _THEMES.items() for outcome in DOMAINS[domain]}
