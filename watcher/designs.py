"""What a record is by its design: RCT, phase 2, single-arm, retrospective, review, guideline, case report, protocol, ...

Read from the publication types, the title, and what the abstract says of its own study: that randomised data are wanted,
or were never there, or are another study's, makes none.
"""

import re
from collections.abc import Iterator

from watcher.masking import masking
from watcher.model import Kind, Record
from watcher.others import of_others
from watcher.phases import NAMED as NAMED_PHASE
from watcher.phases import phases
from watcher.text import fold

# By the words of the title, where the abstract of any paper may say the word.
_IN_TITLE = {
    "review": r"\breview\b|overview|state of the art|past, present|current options|(?:future|current|new|clinical|therapeutic|treatment|emerging|historical) perspectives?\b|perspectives? (?:on|in|for)\b|: (?:an? )?perspectives?$|^perspectives?\b|a guide to|ubersicht(?:sarbeit)?|revue de la litterature|revision (?:narrativa|de la literatura)|rassegna|\u7efc\u8ff0|\u7dcf\u8aac",
    "guideline": r"guidelines?\b|guidance|consensus|recommendations|position (?:paper|statement)|: (?:an? )?position of|delphi|leitlinie|recommandations|guias? |linee guida|richtlijn|\u6307\u5357|\u30ac\u30a4\u30c9\u30e9\u30a4\u30f3",
    "consensus": r"consensus|delphi",
    "protocol": r"protocol\b|methodology of the|trial in progress|rationale and design|study design|studienprotokoll",
    "case report": r"case (?:report|presentation)|a case of\b|report of (?:a|one) case|fallbericht|cas clinique|caso clinico|a proposito de un caso|\u75c5\u4f8b\u62a5\u544a|\u75c7\u4f8b\u5831\u544a|fallrapport|opis przypadku|casusbeschrijving",
    "case series": r"case series|series of (?:\w+ )?cases|: (?:an? )?(?:report (?:of|on) )?(?:two|three|four|five|six|seven|eight|\d) (?:\w+ )?cases$|report of (?:two|three|four|five|\d) cases|fallserie|serie de casos",
    "pharmacokinetics": r": (?:the )?(?:population )?pharmacokinetics?\b|\bpharmacokinetics (?:of|in|and)\b",
    "survey": r"survey|questionnaire|umfrage|enquete|encuesta|enkat",
    "comment": r"\bcomment(?:ary)?\b|editorial|letter to|reply\b|in reply|viewpoint",
    "extension": r"extension (?:study|phase|trial)|extension of (?:the |an? )?(?:[\w-]{1,20} ){0,3}(?:study|trial|phase)|long-term extension",
    "scoping review": r"scoping review",
    "pooled analysis": r"pooled (?:analysis|data|outcomes|results)",
    "cohort": r": (?:an? |the )?(?:[\w-]{1,20} ){0,7}cohort(?: study)?$|: (?:an? )?(?:[\w-]{1,20} ){0,3}cohort(?: study)? (?:from|of|in) ",
    "pilot": r"\bpilot (?:study|trial|series)|(?:randomi[sz]ed|randomised|feasibility) pilot",
    "post hoc analysis": r"post[- ]?hoc|(?:secondary|exploratory|subgroup) analys[ie]s(?: of|$)",
    "prognostic model": r"nomogram|prediction model|predictive model|prognostic (?:model|score)",
}
# A review of patients, by what was looked through, where or over which time: none of the literature.
_OF_PATIENTS = re.compile(
    r"(?<![\w-])(?:[\w-]{1,30}-)?(?:charts?|records?|cases?|notes|retrospective|institution(?:al)?|cent(?:re|er)|years?) reviews?(?!\w)"
)
_NOT = (
    r"(?<!no )(?<!non-)(?<!non)(?<!not )(?<!never )(?<!without )(?<!few )(?<!of )(?<!previous )(?<!earlier )(?<!prior )(?<!future )(?<!larger )"
    r"(?<!published )(?<!two )(?<!single )(?<!lack )(?<!nor )(?<!prospective )(?<!further )(?<!controlled )"
)
# What the abstract says of its own study. Before the pattern a part of a word that it cannot do without.
_ANYWHERE = {
    "RCT": (
        ("random", "aleatori", "losow", "\u968f\u673a", "\u7121\u4f5c\u70ba", "\u30e9\u30f3\u30c0\u30e0", "gerandom", "zufall"),
        (r"(?:were|was|been|we|are|being|patients|participants|adults|subjects|them|volunteers|will be)(?: then)?(?: \d{1,4})? (?:randomi[sz]ed(?! (?:trials?|data|evidence|stud))|randomly (?:assigned|allocated)|(?:assigned|allocated) at random)"
        r"|(?:half|some|others|one group) (?:was|were) (?:(?:assigned|allocated|picked|chosen) at random|randomly (?:assigned|allocated|picked|chosen))"
        r"|(?:patients|adults|participants)(?!\w)[^.;]{0,60} (?:were|was) [^.;]{3,60} and (?:then )?(?:randomi[sz]ed|randomly assigned) (?:to|between|1|\()|\d(?: \w{1,16}){0,3} (?:were|was) (?:randomi[sz]ed|randomly (?:assigned|allocated))|randomi[sz]ed \(?\d ?: ?\d|\d ?: ?\d randomi[sz]"
        r"|in (?:this|our|the present) [^.;]{0,60}(?<!non-)(?<!non)randomi[sz]ed|(?:this|our) (?:was|is) an? [^.;]{0,60}(?<!non-)(?<!non)randomi[sz]ed"
        r"|we (?:did|conducted|performed|ran|undertook) an? [^.;]{0,60}(?<!non-)(?<!non)randomi[sz]ed|(?:trial|study),? (?:which |that )?(?:randomi[sz]ed|randomly (?:assigned|allocated)) (?:\(?\d|[a-z]+ (?:patients|adults|participants)|patients|adults|participants)|randomly (?:assigned|allocated),? (?:in an? )?\(?\d ?: ?\d|series of (?:[\w-]{1,20},? ){0,3}(?<!non-)randomi[sz]ed,? [^.;]{0,60}(?:cross-?over|n-of-(?:1|one)) trials|(?:of|all) (?:the )?\d{1,5} randomi[sz]ed (?:patients|participants|subjects|adults)"
        r"|(?:wurden|werden) [^.;]{0,80}randomisiert|ont ete randomises|fueron aleatorizad|foram randomizad|sono stati randomizzati|werden gerandomiseerd|randomiserades|zrandomizowano|\u968f\u673a\u5206|\u7121\u4f5c\u70ba\u306b\u5272"),
    ),
    "before-after": (
        ("before and", "before-and-after", "pre-post", "own control"),
        r"(?:was|were) (?:measured|assessed|recorded|performed|completed|obtained) [^.;]{0,90} before and (?:[\w-]{1,12} ){0,4}after|(?:compar|record|diar|measur|assess|ask|follow)[^.;]{0,90} before and after (?:the |their |an? )?(?:\w{1,16} ){0,3}(?:interval|dose|escalation|switch|change|shorten|increase|intensif)\w{0,8}|(?:response|levels?|concentrations?|metabolism|composition|life|rate|lanreotide|octreotide) (?:\w{1,16} ){0,4}before and after (?:the |their |an? )?(?:\w{1,16} ){0,2}(?:shortening|escalation|doubling|intensification|increase|change|switch)|before-and-after (?:study|comparison|design)|pre-post (?:study|design)|own controls?(?!\w)",
    ),
    "crossover": (("cross",), r"cross[- ]?over (?:study|trial|design|phase)|randomi[sz]ed,? [^.;]{0,40}cross[- ]?over"),
    "single-arm": (("arm", "single"), r"(?:single|one)[- ]arm(?! (?:studies|trials|series|data))|single[- ]group"),
    "non-randomised": (("random",), r"non-?randomi[sz]ed (?:trial|study|phase|comparative|controlled)"),
    "prospective": (
        ("prospe", "\u524d\u77bb", "\u524d\u5411"),
        (r"(?<!tested )(?<!studied )(?<!confirmed )(?<!validated )(?<!evaluated )(?<!assessed )(?<!examined )(?<!verified )(?<!no )(?<!further )(?<!future )(?<!and )(?<!in )(?<!with the )(?<!like the )(?<!larger )(?<!more )prospective(?:,|ly(?! (?:kept|maintained|collected|gathered|held))| (?:[\w-]{1,20},? ){0,4}?(?:study|trial|cohort|registry|analysis|series|evaluation|phase|audit|observational|experience|follow-up)(?!\w))(?! (?:trials|studies)| (?:are|is) (?:needed|warranted))"
        r"|(?:observation|design|study|inclusion|recruitment|enrolment) was prospective|prospektiv|prospectif|prospectiv[ao](?:mente)?\b|(?:etude|analyse|cohorte|serie|essai)s? (?:\w{1,20} ){0,3}prospective|prospettic|prospectief|\u524d\u77bb|\u524d\u5411"),
    ),
    "retrospective": (
        ("retrosp", "looked back", "we compared ", "consecutive", "chart", "records", "reviewed", "case-note", "case note", "\u56de\u987e", "\u5f8c\u308d", "retros", "case notes", "ausgewertet", "zwischen ", "mellan ", "entre ", "identified p"),
        r"(?<!\w)retrosp\.|(?:in|from) (?:the|our) (?:[\w-]{1,20} ){0,2}(?:records|charts|files)(?: of)?(?!\w)|retrospective(?! (?:series|studies|data|evidence|reports|cohorts)\b)|(?:in|is|was|report|:) (?:an?|our|this) (?:[\w-]{1,20} ){0,2}retrospective series|ausgewertet (?:wurden|haben)|wurden (?:\w{1,16} ){0,3}ausgewertet|zwischen (?:19|20)\d\d und (?:19|20)\d\d (?:erhielten|wurden)|mellan (?:19|20)\d\d och (?:19|20)\d\d (?:fick|behandlades)|entre (?:19|20)\d\d (?:y|et|e) (?:19|20)\d\d[^.;]{0,60}(?:recibieron|recu|ricevut|tratados|traites|trattat)|identified (?:pts|patients|people|adults) [^.;]{0,60}(?:treated|seen|managed) (?:at|in) [^.;]{0,60}(?:19|20)\d\d|retrospektiv|retrospectif|retrospectiv[ao](?:mente)?\b|(?:etude|analyse|cohorte|serie)s? (?:\w{1,20} ){0,3}retrospective|retrospettiv|retrospectief|retrospektywn|chart reviews?|(?:medical|case|patient|hospital) (?:records|notes|charts) (?:were|of)|(?<!\w)(?:records|charts|case notes|files) (?:of|from) [^.;]{0,220}(?:were|was) (?:\w{1,16} )?(?:reviewed|analy[sz]ed|searched|screened|audited|examined)|we looked back|we compared (?:the )?(?:outcomes?|results|survival|courses?) (?:of|in|between) (?:(?!randomi|prospective)[^.;]){3,200} (?:at|in) our (?:\w{1,16} )?(?:institution|cent(?:re|er)|hospital|unit|department|clinic)(?!\w)|\b(?:19|20)\d\d(?:-| to | and )(?:19|20)?\d\d[^.;]{0,60}records|consecutive (?:patients|pts|cases)(?! were (?:enrol|randomi))(?=[^.;]{0,80}(?:treated|seen|managed))|case[- ]notes? (?:review|audit)|we reviewed (?:all )?(?:the )?(?:[\w-]{1,20} ){0,3}(?:patients|cases|people)(?!\w)|(?:patients|cases)[^.;]{3,120} were reviewed(?= ?[.;,])|reviewed (?:the )?(?:medical |case |patient )?(?:records|charts|notes)|\u56de\u987e|\u5f8c\u308d\u5411",
    ),
    "target trial emulation": (("emulat",), r"emulat\w{1,4} (?:of )?(?:a |the )?(?:target )?trial|target[- ]trial emulation|emulated (?:a |the )?(?:target )?trial"),
    "N-of-1": (("n-of-1", "n of 1"), r"(?<!\w)n[- ]of[- ](?:1|one)(?![\w.])"),
    "matched": (("match", "propensity"), r"propensity[- ](?:score(?![- ]weight)|match)|matched (?:comparison|cohort|controls|analysis|pairs|case)|\bwe matched\b|(?:was|were) (?:then |each |\w{1,12}ly )?matched (?:\d ?: ?\d|(?:with|to|on|by|for) (?!the )(?:\d|(?:two|three|four|controls?|patients|age)(?!\w)))"),
    "registry study": (("registr", "register"), r"(?:national|nationwide|international|multicent(?:er|re)|prospective|disease|tumou?r|cancer|patient|net) (?:\w{1,20} ){0,2}(?:registry|register)|registry[- ](?:based|study|analysis)|data from the [^.;]{0,60}regist(?:ry|er)\b|analys[ei]s of (?:the )?(?:[\w-]{1,20} ){1,2}registry(?!\w)|(?:in|from|within) the (?!trials? |clinical |isrctn |eu |who )(?:[\w-]{1,20} ){1,3}registry (?:\([^()]{1,20}\) ?)?(?:,|we |were |from |between )|(?:the|our|this|a) (?:\w{1,20} ){0,2}registry (?:holds|contains|included|includes|records|recorded|comprises)|: (?:an? |data from an? )(?:\w{1,20} ){0,2}registry\b|registerstud"),
    "indirect comparison": (("indirect",), r"(?:matching-adjusted|anchored|unanchored|population-adjusted) indirect comparison|indirect(?: treatment)? comparison of"),
    "interrupted time series": (("time-series", "time series"), r"interrupted time[- ]series"),
    "stepped-wedge": (("stepped",), r"stepped[- ]wedge"),
    "dose-finding": (("dose-f", "dose f", "dose-r", "dose r", "in-human"), r"dose[- ](?:finding|ranging)(?:,? (?:[\w-]{1,20} ){0,3}(?:study|trial|phase|part)(?!\w))|first[- ]in[- ]human (?:\w{1,16} ){0,2}(?:study|trial)(?!\w)"),
    "discrete choice": (("choice",), r"discrete[- ]choice"),
    "asked": (("survey", "questionnaire"), r"(?:web-based|online|postal|e-?mail|telephone|anonymous|cross-sectional|national) (?:[\w-]{1,20} ){0,2}survey|(?:survey|questionnaire)[^.;]{0,60} (?:was|were) (?:sent|mailed|distributed|circulated|offered)"),
    "prescription data": (("dispens", "reimbursement data", "pharmacy", "prescription"), r"(?:dispensing|reimbursement|prescription|pharmacy) (?:data|records|database|register)"),
    "case-control": (("case-control", "case control"), r"case[- ]control(?:led)? (?:study|analysis|design|comparison)"),
    "claims data": (("claims", "marketscan", "seer", "snds", "insur"), r"(?<!\w)(?<!blog )(?<!post )(?<!site )claims(?! (?:circulat\w{2,4}|spread\w{0,3}|swirl\w{0,3}|surfac\w{2,3}|to|that|about|made|by|it|its|he|she|they|the|an?|in (?:the press|social)|on|superior\w*|efficacy|of (?:success|efficacy|superior\w*|benefit|failure|an?)|(?:are|were|is) (?:\w{1,10} )?(?:false|untrue|incorrect|unfounded|without|baseless|wrong|premature|misleading|speculat\w{3,5}))(?!\w))|marketscan|seer[- ]medicare|snds\b|insurance (?:data|database)"),
    "real-world": (("real", "audit", "observational", "routine"), r"real[- ](?:world|life)|audit\b|routine (?:clinical )?(?:practice|care)"),
    "cohort": (("cohort", "kohort", "we followed"), r"cohort (?:study|analysis)|we followed (?:up )?[^.;]{1,30}(?:patients|people|adults|cases)|kohortenstudie|etude de cohorte|estudio de cohortes"),
    "cross-sectional": (("cross-sec", "cross sec"), r"cross[- ]sectional"),
    "case series": (("series",), r"(?:we (?:update|report|describe|present)|this is) (?:the|our|an?) (?:[\w-]{1,20} ){0,4}series|our series|case series|consecutive series"),
    "pharmacovigilance": (("vigil", "disproport", "faers", "spontaneous"), r"pharmacovigilance|disproportionality|spontaneous reports|vigibase|faers|eudravigilance"),
    "qualitative": (("interview", "qualitative", "focus group"), r"qualitative (?:study|interviews?|research)|semi-?structured interviews?|(?:were|was) interviewed|interviews? (?:with|of) |focus groups?"),
    "pharmacokinetics": (("pharmacok", "concentration", "level",  "pharmakok", "farmacoc", "trough", "bioequiv", "bioavail", "exposure"), r"exposure[-\u2013]response (?:analysis|model\w{0,4}|for|relation\w{0,5})|(?:steady[- ]state|trough|plasma|serum) (?:octreotide |lanreotide |drug )?(?:concentrations|levels) (?:of|after|during|with|at|were)|trough (?:plasma |serum )?(?:octreotide|lanreotide)(?: levels?| concentrations?)? (?:was|were) (?:measured|determined|quantified|assayed)|trough (?:concentrations?|levels|samples)|(?:population )?(?:pharmacokinetic|pharmakokineti|farmacocinetic|farmakokinet)\w{0,4} (?:model|study|analysis|profile|data|parameters|trial|evaluation|of)|bioequivalence|bioavailability|population pharmacokinetic"),
    "model": (("model", "simulat", "decision"), r"(?:population|markov|partitioned[- ]survival|pharmacokinetic|simulation|economic|decision[- ]analytic) (?:[\w-]{1,20} ){0,2}models?|model-based simulation|decision analysis"),
    "meta-analysis": (("meta",), r"(?<!no )(?<!without )(?<!a previous )(?<!earlier )(?<!precluded )(?<!precluding )(?<!precluded a )(?<!prevented )(?<!prevented a )meta[- ]?analys[ie]s(?! of individual [^.;]{0,40}(?:is|are|would|should|will|needed|awaited)(?!\w))(?! (?:was|is|were) (?:not|im|in|pre))|metaanalys|meta-analisis|meta-analyse"),
    "systematic review": (("systemat",), r"systematic(?:ally)? (?:literature )?(?:review|search)|revision sistematica|revue systematique|systematische[rn]? (?:ubersicht|review)"),
    "open-label extension": (("label ext", "-label ext", "ole"), r"open[- ]label extension|\bole\b"),
    "cost": (
        ("cost", "budget", "economic", "kosten", "cout"),
        r"cost per (?:progression|patient|month|year|responder|qaly)|cost[- ](?:effectiveness|utility|minimi[sz]ation|analysis|consequence|of-illness)|comparing the cost|budget impact|economic (?:evaluation|model|analysis)|kosten-?(?:effekt|nutzen)|cout[- ]efficacite",
    ),
    "animal or laboratory": (("mice", "rats", "cell line", "in vitro", "murine", "xenograft"), r"\b(?:in vitro|xenograft|murine|cell lines?|(?:nude )?mice\b|(?:wistar|sprague[- ]dawley) rats)"),
}  # fmt: skip
_TITLE_PATTERNS = {tag: re.compile(pattern) for tag, pattern in _IN_TITLE.items()}
_TEXT_PATTERNS = {tag: (needles, re.compile(pattern)) for tag, (needles, pattern) in _ANYWHERE.items()}
_RANDOMISED_TITLE = re.compile(rf"{_NOT}(?:randomi[sz]ed|randomisiert\w{{0,2}}|randomisee?|randomizad[oa]|randomizzat[oa]|aleatorizado|gerandomiseerde?|randomiserad)")  # fmt: skip
_RANDOMISED = re.compile(
    rf"{_NOT}(?:randomi[sz]ed|randomly (?:assigned|allocated))(?! (?:trials|data|evidence|studies))"
)
_RANDOMISED_TRIAL = re.compile(
    r"(?<!another )(?<!need )(?<!needs )(?<!for )(?<!without )(?<!await )(?<!awaits )(?<!\w)(?:the|this|its|an?) (?:[\w-]{1,20},? ){0,5}(?<!non-)randomi[sz]ed,? (?:[\w-]{1,20},? ){0,5}(?:trial|study)(?!\w)"
)
_PLANNED = re.compile(
    r"will be (?:randomi[sz]ed|randomly|recruited|enrolled|included|assigned|invited|followed|allocated|analy[sz]ed)|we will (?:recruit|enrol|include|randomi[sz]e)"
    r"|is (?:currently )?recruiting|recruitment (?:started|is ongoing|is expected|began)|are being enrolled"
)
_CASE = re.compile(
    r"(?<!\w)an? (?:\d{1,2}|[a-z]{3,12}(?:-[a-z]{3,6})?)[- ]years?[- ]old(?: \w{1,16}){0,2} (?:man|woman|male|female|patient|lady|gentleman|girl|boy)|(?:man|woman|patient) (?:aged|in (?:his|her))"
    r"|\d{1,2}[- ]?jahrige[rn]? (?:patient|mann|frau)|(?:homme|femme|patiente?) (?:age|de \d)|(?:mujer|varon|paciente|hombre) de \d{1,2} anos|(?:mulher|homem|paciente|doente) de \d{1,2} anos|(?:uomo|donna|paziente) di \d{1,2} anni|\d{1,2}-arig (?:kvinna|man|patient|kvinde|mand)|\d{1,2} ar gammel (?:kvinne|mann|pasient|kvinde|mand)|\d{1,2}-jarige (?:man|vrouw|patient)|\d{1,2}-letni\w{0,4} (?:kobiet|mezczyzn|pacjent|chor)|\d{1,2}\u5c81|\d{1,2}\u6b73"
)
# "Bergen, Norway, 12 May 2026 - Fjord AS (OSE: FJRD) today announced": how firms' news begin, in whatever form they come.
_MONTH = r"(?:jan|feb|fev|mar|maa|apr|avr|abr|ma[gijy]|jun|jui|giu|jul|lug|aug|aou|ago|sep|set|okt|oct|ott|out|nov|dec|dez|dic|ene|gen)[a-z]{0,6}"
_RELEASE = re.compile(
    rf"^[a-z][a-z .,'/()-]{{2,50}}[,:] (?:\d{{1,2}}\.? {_MONTH},?|{_MONTH}\.? \d{{1,2}},?)(?: (?:19|20)\d\d)? ?[-\u2013\u2014:/.]|"
    r"(?:today|has) announced|announced today|\((?:nasdaq|nyse|ose|euronext|lse|omx|six)[^)]{0,20}\)|press release|said in an interview|told (?:a )?reporters|prnewswire|globe ?newswire|business wire|gab heute bekannt|annonce aujourd'hui"
)
_DATELINE = re.compile(r"[A-Z]{4,20}(?:, [A-Z][\w. ]{1,20})? (?:\([^()]{2,30}\) )?[-\u2013\u2014] [A-Z]")
_YEARS = re.compile(r"(?:between|from|since) (?:[a-z]{3,9} )?(?:19|20)\d\d")
_PERIOD = re.compile(
    r"(?:treated|diagnosed|seen|receiving treatment|followed|managed|operated|who (?:received|started|began|initiated|underwent|were given)|starting|initiating)(?: [\w-]{1,20}){0,9} (?:between|from|since) (?:[a-z]{3,9} )?(?:19|20)\d\d"
    r"|(?:between|from) (?:[a-z]{3,9} )?(?:19|20)\d\d (?:and|to) (?:[a-z]{3,9} )?(?:19|20)\d\d,? (?:(?:\w{1,20} ){0,6}(?:were treated|were seen|were managed|received)|(?:[\w-]{1,20} ){1,9}had (?:[\w-]{1,16} ){1,4}(?:increased|escalated|raised|shortened|intensified|doubled))(?!\w)"
    r"|(?:patients|pts|adults|cases|people)(?!\w)(?:[^.;]|\.(?=\d)){0,200}(?:between|from|since) (?:[a-z]{3,9} )?(?:19|20)\d\d(?: ?[-\u2013] ?| to | and )(?:[a-z]{3,9} )?(?:19|20)\d\d (?:[\w-]{1,20} ){0,6}were (?:retrospectively )?(?:identified|analy[sz]ed|reviewed|evaluated|extracted|studied)(?!\w)"
)
# What looks back, where nothing looks ahead: "patients treated with A and those who received B were compared".
_TAKEN_AS_THEY_WERE = re.compile(
    r"(?:patients|pts)(?!\w)[^.;]{0,120} (?:treated with|who (?:received|had received)) [^.;]{3,160} were compared(?! with| to)(?!\w)"
    r"|(?:patients|pts|adults)(?!\w)[^.;]{0,120} (?:who (?:had )?received|who had been treated|treated with)(?!\w)[^.;]{3,160} were (?:\w{1,12} )?(?:identified|collected|retrieved|extracted) (?:in|at|from|by|across)(?!\w)"
    r"|we (?:identified|collected) (?:all )?(?:patients|pts|adults)(?: data)? (?:who (?:had )?received|treated with)(?!\w)|data (?:of|on|from) (?:all )?(?:patients|pts|adults) (?:who|treated)(?!\w)[^.;]{3,160} were (?:\w{1,12} )?(?:collected|retrieved|extracted|gathered)(?!\w)|se (?:identificaron|recogieron|revisaron) (?:\w{1,12} ){1,4}pacientes que (?:habian )?recib"
    r"|we (?:analy[sz]ed|reviewed|identified) (?:[\w-]{1,12} ){0,3}consecutive (?:patients|pts|cases|adults)"
)
_AHEAD = re.compile(
    r"prospectiv|randomi[sz]|double-blind|open-label|single-arm|placebo|cross-?over|(?<!\w)phase [1-4i]"
)
# "In three of five patients": what is indexed as a case report may tell of several.
_SEVERAL = re.compile(
    r"(?:in |of |among |we (?:report|describe|present) )?(?:(?:\d|two|three|four|five|six|seven|eight|nine|ten) of )?(?:[2-9]|two|three|four|five|six|seven|eight|nine|ten) (?:[\w-]{1,20} ){0,3}(?:patients|cases)(?!\w)"
)
_SEVERAL_TOLD = re.compile(
    r"we (?:report|describe|present) (?:on )?(?:[2-9]|two|three|four|five|six|seven|eight|nine) (?:[\w-]{1,20} ){0,3}(?:patients|cases)(?!\w)|^[^\n]{0,200} in (?:two|three|four|five|six|seven|eight|nine) (?:[\w-]{1,20} ){0,2}(?:patients|cases)(?!\w)"
)
# A letter is a comment, unless it tells of the writers' own patients.
_OWN_WORK = re.compile(
    r"(?<!\w)(?:we|our) (?:have |had |also |then |therefore |own )?(?:offered|gave|treated|measured|reviewed|followed|saw|used|raised|moved|looked|compared|audited|switched|shortened|"
    r"clinic|centre|center|hospital|patients|unit|series|experience|ward|practice|department|cohort)(?!\w)"
)
_OWN_PATIENTS = re.compile(
    r"(?:\d|(?<!\w)(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,6}teen|\w{3,6}ty))\W(?:[\w-]{1,20} ){0,4}(?:patients|cases|people|women|men)(?!\w)"
)
# Whose text says no more than that patients were treated.
_SHORT = 1500  # characters within which numbers in words are looked for too
_TREATED = re.compile(
    r"(?<!\w)\d{1,4} (?:[\w-]{1,20} ){0,3}(?:patients|cases|pts|people|adults|children|women|men|patienten|patientinnen|pacientes|pazienti|patienter|pacjentow|malades)(?!\w)"
)
# https://www.nlm.nih.gov/mesh/pubtypes.html, lower case
_TYPES = {
    "randomized controlled trial": "RCT",
    "meta-analysis": "meta-analysis",
    "systematic review": "systematic review",
    "network meta-analysis": "meta-analysis",
    "review": "review",
    "guideline": "guideline",
    "practice guideline": "guideline",
    "consensus statement": "guideline",
    "consensus development conference": "guideline",
    "case reports": "case report",
    "clinical trial protocol": "protocol",
    "observational study": "real-world",
    "editorial": "comment",
    "comment": "comment",
    "letter": "comment",
}
_KINDS = {
    Kind.ABSTRACT: "abstract",
    Kind.NEWS: "press",
    Kind.PREPRINT: "preprint",
    Kind.REGISTRATION: "registry",
    Kind.COMMENT: "comment",
    Kind.NOTICE: "notice",
}
# A review that speaks of randomised trials is none itself, nor what looks back at one.
_SECONDARY = frozenset(
    {"review", "systematic review", "meta-analysis", "consensus", "guideline", "comment", "cost", "survey", "retrospective", "case report",
     "case series", "claims data", "prescription data", "cross-sectional", "qualitative", "animal or laboratory", "post hoc analysis", "non-randomised", "single-arm"}
)  # fmt: skip
# How a study was done is no design of a text that studies studies, or that only speaks of them.
_OF_A_STUDY = frozenset(
    {"single-arm", "non-randomised", "prospective", "retrospective", "matched", "registry study", "claims data", "prescription data", "real-world", "cohort", "crossover", "before-after",
     "cross-sectional", "pharmacokinetics", "open-label extension", "extension", "case report", "animal or laboratory", "qualitative"}
)  # fmt: skip
_ASKED_BY = frozenset({"asked", "discrete choice"})
_SYNTHESES = frozenset({"meta-analysis", "systematic review"})
_LOOKING_BACK = frozenset(
    {"retrospective", "case report", "case series", "claims data", "post hoc analysis", "animal or laboratory"}
)
_TOLD = frozenset(
    {"review", "systematic review", "scoping review", "meta-analysis", "consensus", "guideline", "comment"}
)
_ORDER = (
    "RCT,double-blind,single-blind,open-label,non-inferiority,crossover,N-of-1,phase,meta-analysis,systematic review,scoping review,review,consensus,guideline,protocol,open-label extension,extension,post hoc analysis,pooled analysis,single-arm,pilot,"
    "before-after,interrupted time series,stepped-wedge,dose-finding,indirect comparison,non-randomised,prospective,retrospective,target trial emulation,matched,registry study,case-control,claims data,prescription data,real-world,cohort,cross-sectional,case report,case series,"
    "survey,qualitative,pharmacovigilance,pharmacokinetics,model,prognostic model,cost,animal or laboratory,comment,registry,abstract,preprint,press,notice"
).split(",")


NAMED = frozenset(_ORDER) - {"phase"}  # what a design may be called; a phase has its number


def design_tags(record: Record) -> tuple[str, ...]:
    """Return the tags of form and design, most telling first; () where nothing is said. A notice's words are of another work's design."""
    if record.kind is Kind.NOTICE:
        return (_KINDS[Kind.NOTICE],)
    title, text = fold(record.title), fold(_own(record))
    tags = _typed(record, text)
    if "case report" in tags and (_SEVERAL.match(text) or _SEVERAL_TOLD.search(f"{title}\n{text}")):
        tags = tags - {"case report"} | {"case series"}
    is_typed_rct = "RCT" in tags
    is_own_letter = record.kind is Kind.COMMENT and bool({"case series", "case report"} & tags)
    named = _OF_PATIENTS.sub("", title)
    tags |= {tag for tag, pattern in _TITLE_PATTERNS.items() if pattern.search(named)}
    tags |= {"survey" if tag in _ASKED_BY else tag for tag in _said(f"{title}\n{text}")} | set(
        _hinted(record, title, text, tags)
    )
    if record.kind in _KINDS and not is_own_letter:
        tags.add(_KINDS[record.kind])
    if (record.trial and fold(record.trial.allocation).startswith("random")) or _is_randomised(record, text):
        tags.add("RCT")
    settled = _settled(tags, title, typed=is_typed_rct)
    if is_typed_rct or not tags & (_TOLD | {"cost", "survey"}):
        looks_back = bool(tags & {"retrospective", "case report"})
        settled |= phases(record, title, text, looks_back=looks_back, randomised="RCT" in tags)
    settled |= _of_trial(record, title, text, randomised="RCT" in settled)
    told = settled - {"abstract", "preprint"}
    settled -= _beside(settled, title, text)
    return tuple(sorted(settled | (set() if told else _undesigned(text)), key=_rank))


def _own(record: Record) -> str:
    """Return the text without what it tells of others' work before its own."""
    text = record.text
    for start, end in reversed(of_others(text, record.title)):
        text = text[:start] + text[end:]
    return text


def _of_trial(record: Record, title: str, text: str, *, randomised: bool) -> set[str]:
    """Return the tags of a randomised trial alone: who knew the treatment, and that it was to be no worse; of others that they are double-blind, where the title says so."""
    if not randomised:
        return {known} if (known := masking(title, "")) == "double-blind" else set()
    known = masking(title, text, record.trial.masking if record.trial else "")
    return {*([known] if known else []), *(["non-inferiority"] if _NO_WORSE.search(f"{title}\n{text}") else [])}


_NO_WORSE = re.compile(
    r"(?<!previous )(?<!earlier )(?<!for )(?<!not )(?<!\w)non-?inferiority(?:,? (?:[\w-]{1,20},? ){0,4}(?:trial|study|design)(?!\w)| margin)"
)


def _is_randomised(record: Record, text: str) -> bool:
    """Return whether what speaks of one trial alone, a registration or news, calls it randomised."""
    if record.kind is Kind.REGISTRATION:
        return _RANDOMISED.search(text) is not None
    return record.kind is Kind.NEWS and _RANDOMISED_TRIAL.search(text) is not None


def _undesigned(text: str) -> set[str]:
    """Return what a text about treated patients is that does not say how it was done: what is open-label is ahead of them, two groups are a cohort, one is a series."""
    if not (_TREATED.search(text) or "we compared" in text or (len(text) < _SHORT and _OWN_PATIENTS.search(text))):
        return set()
    if "open-label" in text:
        return {"prospective"}
    parted = re.search(r"compar|versus|(?<!\w)vs(?!\w)|hazard ratio|(?<!\w)hr \d|odds ratio", text)
    return {"cohort" if parted else "case series"}


def _typed(record: Record, text: str) -> set[str]:
    """Return the tags of the publication types."""
    types = {kind.lower() for kind in record.publication_types}
    own = "letter" in types and ("case reports" in types or (_OWN_WORK.search(text) and _OWN_PATIENTS.search(text)))
    return {_TYPES[kind] for kind in types & _TYPES.keys() if not (own and kind == "letter")} | (
        {"case series"} if own and "case reports" not in types else set()
    )


# How congresses number the abstract of a trial in progress: "1191TiP", "TPS4123".
_IN_PROGRESS = re.compile(r"^\(?(?:\d{1,4} ?tip|tps(?: ?\d{2,5}[ab]?|(?=:)))(?!\w)|(?<!\w)tip\)?$|trials? in progress")


def _said(whole: str) -> Iterator[str]:
    """Yield what title and abstract say of the study itself."""
    for tag, (needles, pattern) in _TEXT_PATTERNS.items():
        for needle in needles:
            if needle in whole:
                if pattern.search(whole):
                    yield tag
                break


def _hinted(record: Record, title: str, text: str, tags: set[str]) -> Iterator[str]:
    """Yield what follows from how it is written: a plan, one patient's story, years that lie behind."""
    if _RANDOMISED_TITLE.search(title):
        yield "RCT"
    planned = _IN_PROGRESS.search(title) or _PLANNED.search(text)
    if record.kind not in {Kind.REGISTRATION, Kind.NEWS} and not tags & _TOLD and planned:
        yield "protocol"
    if _RELEASE.search(text[:600]) or _DATELINE.match(record.text):
        yield "press"
    if _tells_of_one(text[:1500]) and not tags & (_TOLD | {"case series"}):
        yield "case report"
    lies_behind = "random" not in title and _YEARS.search(text) and not NAMED_PHASE.search(f"{title} {text}")
    if (lies_behind and _PERIOD.search(text)) or (
        _TAKEN_AS_THEY_WERE.search(text) and not _AHEAD.search(f"{title} {text}")
    ):
        yield "retrospective"


_AGES = (
    "-old",
    " old ",
    "jahr",
    " ans",
    "anos",
    " anni",
    "-arig",
    " ar gammel",
    "-jarige",
    "-letni",
    " aged",
    "in his",
    "in her",
    "\u5c81",
    "\u6b73",
)


def _tells_of_one(opening: str) -> bool:
    """Return whether an abstract without sections begins with one patient: "A 61-year-old woman presented"."""
    unparted = "\n" not in opening[:200] and any(age in opening for age in _AGES)
    return unparted and _CASE.search(opening) is not None


# What was measured before and after in some is no design of the whole: "in a subset of 20 stools were recorded before and after the change".
_OF_SOME_ALONE = re.compile(
    r"(?:^|[.;:] )(?:in|of|for|among) (?:an? (?:\w{1,12} )?(?:subset|subgroup|sample)|\d{1,3} (?:of|patients)|those|(?:the )?patients with)(?!\w)[^.;]{0,160} before and after"
    r"| before and after (?:[^.;]|\.(?=\d)){0,60} (?:in|for|among) (?:an? (?:\w{1,12} )?(?:subset|subgroup|sample)|\d{1,3} of|those (?:with|in)|the \d{1,3} with)(?!\w)"
)


def _beside(tags: set[str], title: str, text: str) -> set[str]:
    """Return what is no design of the whole: what was compared in some alone, what a trial's costs are beside its outcomes."""
    in_some = (
        {"before-after"} if tags - {"before-after", "abstract", "preprint"} and _OF_SOME_ALONE.search(text) else set()
    )
    is_trial = tags & {"RCT", "protocol"} and not re.search(r"cost|econom|budget|price", title)
    return in_some | ({"cost"} if is_trial else set())


def _settled(tags: set[str], title: str, *, typed: bool) -> set[str]:
    """Return the tags without those that another one makes impossible."""
    kept = tags - ({"case report"} if "case series" in tags else set())
    titled = _RANDOMISED_TITLE.search(title) is not None
    if not typed and kept & _SECONDARY and not (titled and not kept & (_TOLD | _SYNTHESES | _LOOKING_BACK)):
        kept.discard("RCT")
    if "press" in kept:
        kept -= {"guideline", "review", "comment", "retrospective", "real-world"}
    if "model" in kept and "cost" in kept:
        kept -= {"single-arm", "prospective", "registry study", "cohort"}
    if kept & {"open-label extension", "extension"}:
        kept -= {"extension"} if "open-label extension" in kept else set()
        kept -= set() if typed else {"RCT"}
    if kept & {"meta-analysis", "systematic review", "scoping review"} or (
        "case report" in kept and "case report" in title
    ):
        kept.discard("review")
    if kept & _TOLD:
        kept -= _OF_A_STUDY | ({"case series"} if "comment" in kept else set())
    if "RCT" in kept:
        kept -= {"non-randomised", "prospective", "retrospective", "single-arm", "matched", "real-world", "case report", "cohort"}  # fmt: skip
    if "prospective" in kept and "retrospective" in kept:
        kept.discard("retrospective" if "prospective" in title else "prospective")
    if "protocol" in kept:
        kept -= {"retrospective", "case report", "guideline"}
    return kept


def _rank(tag: str) -> tuple[int, str]:
    return (_ORDER.index("phase" if tag.startswith("phase") else tag), tag)
