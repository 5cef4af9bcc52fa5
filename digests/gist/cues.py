"""How sentences of abstracts give themselves away: what tells of design, conclusion, safety, what is no finding, what is awaited."""

import re

# A sentence of fewer words, or one about the paper's housekeeping, tells a reader nothing.
FEWEST_WORDS = 4
HOUSEKEEPING = re.compile(
    r"^(?:[a-z.]{2,20}[, ]{1,2}){1,4}(?:\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9},? (?:19|20)\d\d|[a-z]{3,9} \d{1,2},? (?:19|20)\d\d)[.:]?$|"
    r"^(?:clinical ?trials?\.gov|trial registration|registration|registered|funding|funded|supported by|copyright|\(?c\) |keywords?|"
    r"nct\d|https?:|doi|for more information|about (?!\d|half|an? |one |two |three |four |five |most |all )|contact|disclos|conflicts?|(?:we|the authors) (?:thank|(?:would|should|wish) (?:like )?to (?:thank|draw attention|comment))|this (?:press release|information)|ethics|approved by|none\.|the online version of this article|international standard random|(?:[a-z]{3,14} ){0,2}clinical trials? regist|isrctn|chictr|eu ?ct (?:number|no)|euct|eudract)"
    # What repositories and publishers add, wherever it stands: no study concludes so.
    r"|^(?:this|the|our|a) (?:article|manuscript|paper|work|report|study|document|version)[^.;]{0,40} (?:is|was|are) (?:an? )?(?:\w{1,12} )?(?:preprint|not (?:yet )?(?:been )?(?:peer|certified|formally)|open access|protected by copyright|made available under|licen[cs]ed|distributed under|under (?:review|consideration))"
    r"|^(?:it |(?:this|the) (?:article|manuscript|paper|work|preprint|report) )?(?:has |have )?not (?:yet )?been (?:formally )?(?:certified by |subject(?:ed)? to )?peer[- ]?review|^(?:this|it) (?:is|was) (?:an? )?(?:\w{1,12} )?(?:preprint|open access)|^preprints? (?:are|is|have|should)|^all rights reserved|^published by|^\u00a9|^the authors? declares?|^(?:data|code) (?:are |is )?availab|^no reuse allowed|^legal entity responsible|^clinical trial identification|^editorial acknowledg"
)
DESIGN = re.compile(
    r"randomi[sz]ed|phase [1-4i]|double-blind|open-label|prospective|retrospective|multicent(?:er|re)|cohort|single-arm|"
    r"placebo|meta-analysis|systematic(?:ally)? review|registry|case series|survey|database|model|searched|reviewed"
)
POPULATION = re.compile(
    r"(?:(?<!\d)\d++|(?<!\w)[a-z]{3,8}(?:teen|ty(?:-[a-z]{3,5})?)) (?:[\w-]{1,24} ){0,4}(?:patients|participants|subjects|people|adults|women|men|cases|studies|trials)|n ?= ?\d"
)
# What only says the design, which a tag tells: "Systematic review following PRISMA", "This is a phase 2, open-label study".
BARE_DESIGN = re.compile(
    r"^(?:(?:\w{2,12} )?(?:electronic )?databases (?:were|was) searched|(?:pubmed|medline|embase|web of science|scopus|cochrane)[,\s])|^(?:this (?:is|was) |we (?:did|performed|conducted) )?(?:an? |the )?"
    r"(?:(?:phase (?:[1-4][ab]?|[iv]{1,3}[ab]?)(?:/\w{1,3})?|(?:open|single|double|two|three|parallel|multi|non)-[a-z]{3,12}|single|group|arm|systematic|scoping|literature|narrative|multicent\w{2,4}|randomi[sz]ed|controlled|prospective|retrospective|interventional|observational|parallel|clinical|pilot|international|and|cohort|meta-analysis),? ){1,9}"
    r"(?:study|trial|review|series|meta-analysis|analysis)(?: (?:of|from|in) (?:the |a |our )?(?:[\w-]{1,16} ){0,3}(?:registry|register|database|records|charts)(?:,? \(?(?:between |from )?(?:19|20)\d\d.{1,12})?)?(?: (?:following|according to|in line with|by|with) (?:the )?prisma[^.;]{0,60})?[.;]?$"
)
SEARCHED = re.compile(r"searched|pubmed|medline|embase|cochrane library")
# Who got what: "patients with progression received it".
WHO_GOT = re.compile(
    r"(?:patients|participants|adults|subjects|people|(?:wo)?men|pts|cases)(?!\w)[^.;]{0,160}(?:received|(?:were|was|be|are) (?:\w{1,12} )?(?:given|treated|randomi[sz]ed|randomly|assigned|allocated|switched|changed|escalated|matched|compared)|starting|who (?:started|began|initiated|received|escalated)|whose|in whom)(?!\w)|we (?:\w{1,12} )?(?:compared|assigned|matched|randomi[sz]ed|treated)(?!\w)"
)
REGIMEN = re.compile(r"(?<!\d)\d++ ?(?:mg|gbq|ug|mcg)|every \w{1,12} (?:days|weeks)|q\d{1,3}[wd]|placebo")
CONCLUDED = re.compile(
    r"conclu|suggest|support|may (?:be|slow|help|delay|suffice)|slows?(?!\w)|effective|safe|tolerated|benefit|improve|prolong|option|superior|inferior|reduc|increas|"
    r"delay|control|feasible|associated|similar|no (?:evidence|difference)|did not|not (?:improve|justif|recommend)|more|fewer|longer|less|recommend"
)
# "Until randomised trials report, intensification should be the exception": no call for them.
UNTIL = re.compile(r"^until [^,.;]{3,90}, ")
# What a comment says of the paper that it is on, and how it begins.
OF_THE_PAPER = re.compile(
    r"^(?:the|this) (?:study|trial|analysis|work|paper) (?:is|was|has)|^in this issue|^few (?:habits|questions|topics)|^we read with|^the authors (?:report|conclude|state|show|describe|found)|(?:is|are|was|were) (?:presented|interpreted|hailed|described) as|(?:et al\.?|and colleagues) (?:report|show|describe|conclude|found)"
    r"|^(?:these|our) (?:[\w-]{1,16} )?(?:recommendations|statements|guidelines?|consensus) (?:should|may|will|can|could|might) (?:help|serve|guide|inform|support|assist)(?!\w)"
)
# What a letter sets against it, or tells of its own.
OBJECTED = re.compile(
    r"in (?:my|our) (?:view|opinion)(?!\w)|(?:question|matter) (?:remains|is) (?:open|unanswered|unresolved)|cannot be (?:excluded|ruled out|attributed|inferred|concluded|assumed|distinguished)|(?:is|are) (?:long )?overdue|without (?:an? )?(?:[\w-]{1,16} )?(?:control|comparator|comparison)|in our (?:own )?(?:centre|center|experience|unit|institution|series|hospital)|we (?:would )?(?:caution|argue|urge|wonder|disagree|believe)(?!\w)"
)
# What may be wrong with a study is not what it concludes.
LIMITED = re.compile(
    r"confounding|selection bias|(?<!\w)limitations?(?!\w)|(?:is|are|was|were) limited by|interpreted with (?:caution|care)|small (?:sample|numbers)|retrospective (?:design|nature)"
)
# How far it goes: "This should not be read as cause", "activity cannot be judged without a control arm", "growth was not assessed".
CAVEAT = re.compile(
    r"(?:should|must|may|can|could) ?not (?:\w{1,12} )?be (?:read|extended|interpreted|taken|judged|generali[sz]ed|extrapolated|applied|attributed|inferred|told|established|concluded|ruled out|excluded)(?!\w)|(?:control|survival|growth|safety|efficacy|effects?|activity|symptoms|quality of life|outcomes?|costs?) (?:was|were) not (?:assessed|studied|tested|measured|addressed|evaluated)|^(?:the|this|our) (?:trial|study|series|analysis|comparison) (?:was|is) (?:\w{1,16} )?(?:open-label|small|retrospective|uncontrolled|observational|non-randomi[sz]ed|underpowered|modest)"
    r"|(?:does|do) not (?:replace|prove|establish|show that)|^(?:results?|findings|these (?:results|findings|data)) (?:should|must) be interpreted with|residual confounding|confounding (?:by indication )?cannot"
    r"|(?:overall survival|(?<!\w)os|survival data) (?:\w{1,12} )?(?:needs?|requires?|awaits?|(?:is|was|are|were|remains?) (?:still )?immature|must be (?:watched|awaited))|(?:effect|benefit|difference) (?:was|is) (?:smaller|not (?:seen|confirmed|significant)) (?:by|in|on|when|with)|longer follow-?up (?:is|was) needed"
)
# What concludes nothing: a call for studies, or for attention, or the hope that the paper helps.
FURTHER = re.compile(
    r"(?:these|our) (?:[\w-]{1,16} )?(?:recommendations|statements|guidelines?|consensus)[^.;]{0,20} (?:should|may|will|can|could|might) (?:help|serve|guide|inform|support|harmoni[sz]e|standardi[sz]e|assist)(?!\w)|"
    r"(?:further|future|additional|larger|more) (?:\w{1,24} ){0,3}(?:stud|research|trial|investigation|data)|(?<!benefit )(?<!advantage )(?<!superiority )remains? to be|"
    r"(?:prospective|randomi[sz]ed) (?:\w{1,24} ){0,3}(?:stud|research|trial|investigation|comparison|data)[^.;]{0,60}(?:needed|warranted|required|awaited|lacking|should|must|will |would|planned|to confirm)|(?:needs?|need for|awaits?|calls? for|merits?|deserves?) (?:\w{1,12} ){0,3}(?:prospective|randomi[sz]ed)|(?:need for|call(?:ed|s|ing)? for|welcome) (?:[\w-]{1,16} ){0,3}(?:trials?|studies|research|data|validation)(?!\w)|"
    r"(?<!\w)(?:is|are) (?:needed|warranted|required|planned|under ?way)|(?:new|future|ongoing|upcoming|coming|planned) [^.;]{3,60} (?:may|might|will|could|should) (?:\w{1,12} )?(?:settle|answer|clarify|show|tell|resolve|define|inform|decide)|important to consider|should be (?:considered|discussed|kept) in mind|(?<!\w)(?:multidisciplinary|individuali[sz]ed|personali[sz]ed|tailored|holistic|careful)(?: [\w-]{1,16}){0,5} (?:should|must|needs?|is|are) (?:to )?(?:be )?(?:considered|sought|offered|essential|crucial|key|paramount|mandatory|recommended|advised|encouraged)(?!\w)|(?:management|treatment|therapy|care|decisions?|approach|cases?|patients?) (?:should|must|needs? to|has to|have to|ought to) be (?:\w{1,12} )?(?:individuali[sz]ed|personali[sz]ed|tailored|multidisciplinary|discussed (?:by|in|at|with)[^.;]{0,40}(?:board|team|conference|meeting))|merits? |deserves?"
)
AGREED = re.compile(
    r"recommend|suggest|(?<!\w)(?:is|are|was) (?:advised|endorsed|discouraged)|we propose|agreed|agreement|consensus (?:was|that|on)|should|may be|not be"
)
RECOMMENDED = re.compile(
    r"recommend|suggest|should|(?:is|are) (?:only )?justified|advise|endors|not (?:be )?(?:used|considered)|consider|agreed|consensus|panel|we propose|is (?:an|the) option|evidence|may "
)
# What a panel holds, with how many of it: "was supported by 98% of experts"; on how many statements it agreed says nothing.
VOTED = re.compile(
    r"agreement (?:\(\d{1,3} ?%\) )?was reached that|\(agreement \d|(?:supported|endorsed|agreed|accepted|approved|favou?red|recommended|rejected|opposed|discouraged) by \d|\d ?%[^.;]{0,30} (?:supported|agreed|endorsed|favou?red|rejected|opposed)|\d ?% (?:of [\w ]{3,24} )?would(?!\w)"
)
# Where a review comes to itself.
OWN = re.compile(
    r"^(?:in )?(?:this|the present|our) (?:[\w-]{1,16} ){0,2}(?:review|article|paper|overview|perspective|editorial|commentary)(?!\w)|^(?:here,? )?we (?:review|discuss|summari[sz]e|outline|describe|present)(?!\w)"
)
# What a review is on, which its title says: "In this review we discuss the rationale and the safety of ...".
SCOPE = re.compile(
    r"(?:(?:in|here|herein|with)(?!\w)[^.;,]{0,40},? )?(?:we|(?:this|the present|our) (?:[\w-]{1,16} ){0,2}(?:review|article|paper|overview|chapter|commentary|perspective)|the authors?) (?:(?:also|then|first|briefly|critically|aims? to|will|seeks? to|attempt to) ){0,2}(?:review|discuss|summari[sz]e|outline|describe|present|provide|cover|examine|explore|address|focus|appraise|give|offer|highlight)(?:s|es)?(?!\w)(?! that)"
    r"|(?:dans|in|en|nesta?|in questa|in dieser) (?:cette|this|esta|questa|dieser|diesem|dit|deze|revisao) [^.;,]{0,40},? (?:nous (?:discutons|resumons|presentons|decrivons)|(?:discutimos|resumimos|revisamos|presentamos)|(?:discutiamo|riassumiamo|presentiamo)|(?:diskutieren|fassen|beschreiben))"
)
# Which holds a message all the same: "and proposes that above-label analogues are tried first".
PROPOSED = re.compile(
    r"(?:,| and|;) (?:\w{1,12}ly |also |then )?(?:we )?(?:propose|suggest|argue|recommend|conclude|advise|advocate)s?(?!\w)(?! (?:future|further|areas|directions|topics))(?: [^\s.;]+){6}|(?<!\w)(?:schlagt|schlagen) [^.;]{0,90} vor(?!\w)|(?:,| et| y| e) (?:(?:on |nous |se )?propos\w{1,5}|suger\w{2,4}|recom\w{4,8}) (?:que|d'|de|[a-z]{4,}ar )"
)
# What the studies of a review had, each: no estimate of its own.
RANGED = re.compile(
    r"(?:ranged?|varied|was|were|seen|reported|observed|reached)(?: \w{1,12}){0,2} (?:from|between|in) \d[\d.]*+ ?%? (?:to|and) \d"
)
# Where a treatment stands: "remains the first step".
STANDING = re.compile(
    r"(?:is|are|remains?) (?:still )?(?:the|an?) (?:\w{1,20} )?(?:first|second|last|option|mainstay|choice|alternative|step|treatment|therapy|measure)"
)
# What a review finds that is known: "symptom control improves", "the data are limited to small studies".
EVIDENCE = re.compile(
    r"(?<!\w)(?:benefit|advantage|superiority) (?:[\w-]{1,16} ){0,4}(?:remains? to be|(?:is|has|was) (?:not (?:been )?|yet to be |un))(?:shown|demonstrated|established|prove)|(?:^|, (?:but |and |yet )?)(?:no|few|only \w{1,8}) (?:[\w-]{1,16} ){0,2}(?:trials?|stud(?:y|ies)|data) (?:\w{1,12} )?(?:has|have|exists?|compared?|addresse[sd]|tested|show(?:n|s|ed)?|prove[sdn]?)|(?:data|evidence|studies|series|reports) (?:for [^.;]{3,40} |on [^.;]{3,40} )?(?:are|is|remains?|comes? from|suggests?|shows?) (?:\w{1,16} ){0,2}(?:limited|scarce|sparse|consistent|inconsistent|weak|lacking|conflicting|restricted|small|retrospective|moderate)"
    r"|(?:symptom|tumou?r|disease|syndrome) (?:control|progression|growth|stabili[sz]ation)(?: after \w{1,16})? (?:is|improves?|remains?|lasts?|occurs?|was|can be)(?!\w)|(?:improves?|controls?|relieves?|delays?|stabili[sz]es) (?:\w{1,16} ){0,2}(?:symptoms?|flushing|diarrho?ea|progression|growth|disease)"
)
# The ratio for which a cost study is made.
ICER = re.compile(
    r"incremental cost|(?<!\w)icers?(?!\w)|per (?:qaly|quality)|/qaly|cost-(?:effective|saving)|domina(?:t|nt|nce)"
)
# What a review cites: one study's result.
OF_A_TRIAL = re.compile(
    r"(?:in|from|by) (?:a|an|one|the|another) (?:[\w-]{1,20} ){0,3}(?:trial|study|series|cohort)|(?:reported|showed|found|observed) [^.;]{0,60}\d|(?<!\w)(?:hr|p) ?[<=]"
)
# What is no finding, though it stands among the results: who was enrolled, how they were at the beginning, how long
# they were watched; and how it was done.
NO_FINDING = re.compile(
    r"(?:arm|group)s? (?:received|(?:was|were) given)(?!\w)|(?:\d|[a-z]) pts received|^[\w-]{3,20} eyes of |^(?:the )?[\w-]{1,12} (?:hospitals|centres|centers|clinics|sites) (?:crossed|switched|moved)(?!\w)|"
    r"(?:were|was|been) (?:\w{1,16} ){0,2}(?:screened|given|(?:up-?)?titrated|switched|started on|moved|enroll?ed|included|randomi[sz]ed|randomly|recruited|assigned|allocated|invited|eligible|identified|treated|searched|examined(?! (?:by|with|for))|analy[sz]ed\b(?! for)|reviewed)|"
    r"(?:median|mean) (?:duration of )?(?:follow-?up|age|treatment (?:was|lasted)|observation|ki-?67|treatment duration)|follow-?up (?:was|of) (?:\w{1,12} )?\d[\d.]* ?(?:months|years|weeks|days|mo|yr)|baseline (?:characteristics|demographics)|well balanced|^(?:[a-z]{1,12} )?at baseline|(?:differ|similar|comparable|balanced|were|was) (?:[\w-]{1,16} ){0,4}at baseline(?!,? (?:\([^()]{1,40}\),? )?(?:(?:and|to|versus|vs) )?(?:[\w-]{1,16} ){0,3}\d)|"
    r"(?:starting|initial) dose was|had progressed (?:by|before|on|under|according)|(?:reasons?|indications?) for (?:the |dose )?\w{1,16} (?:was|were)|^(?:altogether|overall|in total),? [\d,]{1,7} [^.;]{0,30}(?:patients|people|adults)|(?<!\w)(?:male|female|women|men)(?: patients)? \(\d|\d{1,3} ?% (?:were )?(?:male|female|women|men)\b|mean age|(?<!\w)aged|(?:the|this|our) (?:study|analysis|cohort|sample|data ?set|database|registry|series|population) (?:included|comprised|consisted|contained)|a total of|data ?cut-?off|"
    r"^of (?:the )?[\d,]{1,9} [^.;]{0,30}(?:patients|adults|people|users),? [\d,]{1,9} (?:\(\d{1,3}(?:\.\d)? ?%\) )?(?:began|started|initiated|underwent|(?:were|was) on|had been)(?!\w)|^(?:from|between) (?:19|20)\d\d [^.;]{3,20},? [\d,]{1,6} [^.;]{0,20}(?:patients|adults|people) |"
    r"(?:had|were) (?:an? )?(?:\w{1,16} )?(?:pancreatic|ileal|midgut|small[- ]bowel|rectal|unknown) (?:primary|primaries|origin)|"
    r"end-?points? (?:was|were|is|included?)\b(?! (?:not |also )?(?:met|reached|achieved|greater|higher|lower|similar|longer|shorter|better|worse|more|\d))|(?:primary|secondary) outcomes? (?:was|were|measure|included?)|was defined as|were defined as|was assessed (?:by|using|with|every)|"
    r"(?:patients|participants|adults)(?: with [\w -]{3,40})? received|(?:model|simulation|tree) (?:was|were) (?:set up|built|developed|constructed|fitted|adapted|populated|validated)|we (?:enroll?ed|developed|built|constructed|used|included|recruited|randomi[sz]ed|identified|collected|analy[sz]ed data|searched|reviewed)|statistical (?:analys|method|test)|eligib|(?:survey|questionnaire)[^.;]{0,90} (?:was|were) (?:completed|answered|returned|filled)|(?:patients|participants|adults|people)[^.;,]{0,40} entered(?!\w)|^[^.;,]{3,60} (?:was|were) the (?:co-)?primary (?:outcome|end-?point|objective)s?(?!\w)|"
    r"ont (?:ete )?(?:inclus|repondu)|ete inclus|(?:wurden|wurde) (?:[\w-]{1,20} ){0,8}(?:umgestellt|behandelt|verabreicht|gegeben)|(?:wurden|wurde) (?:\w{1,20} ){0,4}(?:eingeschlossen|ausgewertet|untersucht)|se (?:incluyeron|analizaron|estudiaron)|(?:sono stati|abbiamo) (?:inclus|arruolat|valutat|analizzat)|foram (?:incluidos|avaliados)|"
    r"geincludeerd|inkludera|inkludere|wlaczono|\u5171\u7eb3\u5165|\u3092\u5bfe\u8c61|\u56de\u987e\u6027\u5206\u6790|inclusion criteria|(?<!later she )(?<!later he )(?<!later the patient )presented with|(?:wo)?man (?:with|presented)|-year-old|responded\b(?! to)|answers? came|replies came|(?:responses|replies|answers) (?:were|was) (?:received|obtained|collected|available)|^there were [\d,]{1,9} (?:new )?(?:users|patients|people|adults|clinicians|respondents)|replied|voted on|respondents were|(?<!\w)answered(?! that)|were (?:evaluable|available)|(?:assessable|evaluable|evaluated|assessed|included|analy[sz]ed) for (?:the )?(?:safety|toxicity|efficacy|tolerability)|(?:imaging|biopsy|histology|ct|mri|colonoscopy|gastroscopy|endoscopy|scans?) (?:showed|revealed) (?:an? |multiple |several )"
)
# What the authors did, where no value follows: "To identify those, we studied 112 patients", "Our centre changed its policy".
WE_DID = re.compile(
    r"^we (?:\w{1,16}ly )?(?!observed|noted|detected|documented|achieved|obtained|reached)[a-z]{3,16}ed (?:all |the )?(?:\d{1,5}|[a-z-]{3,20}) (?:[\w-]{1,16} ){0,3}(?:patients|nets|cases|tumou?rs|people|adults)(?!\w)|"
    r"^(?:(?:to|using|from|in|across|at|with) [^.;]{3,140}?,? )?we (?:then |also |have |retrospectively |prospectively )?(?:randomly (?:assigned|allocated)|randomi[sz]ed|assigned|allocated|enroll?ed|recruited|studied|examined|compared|analy[sz]ed|measured|treated|gave|give|looked (?:back )?at|followed|describe|report|matched|digiti[sz]ed|"
    r"traced|estimated|evaluated|assessed|asked|investigated|present|reviewed|identified|found(?= \d| [a-z]{3,12} (?:patients|cases))|recorded|collected|used|linked|surveyed|interviewed|hypothesi[sz]e|propose|show how)(?!\w)"
    r"|^wir (?:\w{1,16} ){0,2}(?:werteten|analysierten|untersuchten|behandelten|verglichen|berichten|erfassten|schlossen)|^nous (?:avons (?:\w{1,20} )?(?:analyse|inclus|etudie|traite|compare|evalue|revu)|rapportons|decrivons)(?!\w)|^(?:se )?(?:analizamos|revisamos|estudiamos|incluimos|evaluamos|comparamos|presentamos|describimos|analizaron|revisaron|estudiaron)(?!\w)|^abbiamo (?:\w{1,20} )?(?:analizzato|valutato|studiato|incluso|confrontato|trattato|descritto)(?!\w)|^(?:wij|we) (?:\w{1,16} )?(?:analyseerden|onderzochten|beschrijven|behandelden|vergeleken)(?!\w)|^vi (?:\w{1,16} )?(?:redovisar|analyserade|behandlade|studerade|undersokte|jamforde|beskriver|granskade)(?!\w)"
    r"|^(?:all|both|they|the patients|all (?:\w{1,12} )?patients)(?: \w{1,12})? (?:received|were given|started|began|were treated with|were put on) (?:[\w-]{1,16} ){0,3}(?:lanreotide|octreotide|pasireotide|analog\w{0,3}|ssas?|\d{2,3} ?mg)(?!\w)(?: (?:lar|autogel|depot|\d{1,3} ?mg|every (?:\w{1,8} )?(?:weeks?|days?|months?)|for \w{1,8} (?:weeks|months)|monthly|weekly|q\d\w{1,2}))*\.?$"
    r"|^our (?:\w{1,16} )?(?:centre|center|unit|hospital|clinic|institution|group) (?:changed|introduced|adopted|started|has|uses|switched)|^an? [a-z ]{3,40} (?:reviewed|audited|screened) "
    r"|(?:was|were) (?:measured|performed|obtained(?! in (?:\d|[a-z]{3,9} of ))|determined|quantified|sent) (?:in|at|before|by|with|using|every|from|on|to)(?!\w)|(?:was|were) (?:collected|recorded|done) (?:at(?! least)|before|by|with|using|every|on)(?!\w)|^[\w-]{1,20} (?:patients|participants|adults|people)[^.;]{0,90} underwent "
)
VALUE_FOLLOWS = re.compile(
    r"(?:[,;:] (?:[\w()-]{1,24} ){0,8}?(?:was|were|fell|rose|reached|decreased|increased|improved|showed|did not|had)| and (?:fell|rose|decreased|increased|improved)) [^.;]{0,40}\d|(?<!\w)(?:hr|or|rr|p) ?[<=>]|95 ?% ?ci|hazard ratio"
)
# Who got what, where something else is the news.
GIVEN = re.compile(
    r"^(?:all|both|most|they|he|she)(?: patients)? had (?:[^.;]|\.(?=\d)){3,90} and (?:was|were) (?:then )?(?:changed|switched|moved|escalated)(?!\w)|^(?:all|both|most|they|he|she|\d{1,4}(?: patients)?|[\w-]{3,20} patients)(?: \w{1,12})? (?:\([^()]{1,90}\) )?(?:was|were) (?:changed|switched|moved|escalated) (?:to|for|because|due|owing) |(?:mg|days?|weeks?|weekly|monthly) (?:was|were) (?:introduced|begun|initiated|commenced|started)(?!\w)|(?:octreotide|lanreotide|lar|analogue) (?:was|were) (?:(?:then|therefore|further|subsequently) )?(?:intensified|up-?titrated|stepped up|brought forward|moved|doubled|tripled|trebled|given|started|begun|resumed)(?!\w)|(?:dose|interval|octreotide|lanreotide|lar|analogue|schedule) (?:\w{1,12} ){0,2}(?:was|were) (?:(?:further|then|again|thus|therefore|subsequently|stepwise|finally) )?(?:increased|shortened|escalated|intensified|raised|changed|doubled|halved|tightened|adjusted|lowered|reduced)(?: stepwise| gradually| step by step| again)?(?: to| from| in)"
    r"|^of (?:the )?[\w,-]{1,20} [^.;]{0,40}patients,? [\w-]{1,20} (?:\(\d{1,3}(?:\.\d)? ?%\) )?(?:received|were (?:given|changed|moved|treated|put)|started|had been|underwent|were switched)|^escalation (?:took place|was)|^the (?:first |initial |escalated |most common ){1,3}(?:dose|regimen|interval) was"
)
# "Durable benefit, defined as absence of progression, was seen in 31": the finding stands around its definition.
DEFINED = re.compile(r", defined as [^,;]{3,100},")
# How it came out, in words that sum up: "Results resemble those in pancreatic tumours".
SUMS_UP = re.compile(
    r"^(?:our |these |the )?(?:results|findings|outcomes) (?:resemble|compare|match|agree|support|suggest|confirm|are in line|were in line)"
    r"|^we (?:therefore |thus |now )?(?:suggest|recommend|advise|believe|conclude|propose) "
)
# What befell some is no conclusion: "Seven patients underwent surgery".
COUNTED = re.compile(
    r"^(?:in |among )?(?:\d{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,5}teen|[a-z]{3,5}ty(?:-[a-z]{3,5})?) (?:\(\d{1,3}(?:\.\d)? ?%\) )?(?:of (?:the |these )?[\w-]{1,12} )?(?:patients|people|adults|men|women|participants|cases)(?!\w)"
)
# A step told with what came of it: "the interval was reduced to 10 days, after which no further episodes occurred".
THEREUPON = re.compile(
    r"(?:after|following|upon|on|with) which(?!\w)|whereupon|(?:,|and) (?:the )?(?:[\w-]{1,16} ){1,4}(?:resolved|ceased|stopped|disappeared|normali[sz]ed|subsided|improved|fell)(?!\w)"
)
# More was given from here on: what a patient's story tells before is no effect of it.
RAISED = re.compile(
    r"(?:dose|interval|dosage|injections?|schedule|treatment|frequency|octreotide|lanreotide|lar|analogue)(?: [\w-]{1,16}){0,3} (?:was|were) (?:\w{1,16} ){0,2}(?:increased|raised|doubled|tripled|trebled|escalated|intensified|shortened|halved|stepped up|up-?titrated|brought forward|(?:reduced|cut|decreased|lowered|changed|moved) (?:from [^.;,]{1,24} )?to (?:every )?(?:\d{1,2}|ten|two|three|twelve|fourteen)(?:[- ](?:and|or|to) \w{1,8})?[- ](?:days?|weeks?|weekly)(?!\w)|given (?:every|each) (?:\d{1,2}|second|third|other|ten|two|three|fourteen)(?!\w))"
    r"|(?<!\w)(?:shortened|shortening|reduced|halved) the (?:[\w-]{1,16} ){0,2}interval|(?<!\w)(?:increased|raised|doubled|escalated) the (?:[\w-]{1,16} ){0,2}dose|(?:intervall?\w{0,2}|dosis|dosen)(?: \w{1,16}){0,3} (?:wurde|auf)(?!\w)[^.;]{0,60} (?:verkurzt|erhoht|gesteigert|verdoppelt)"
    r"|(?:se )?(?:aumento|incremento|duplico) la dosis|(?:se )?(?:acorto|redujo) el intervalo|(?:dose|posologie) (?:a ete|fut) (?:augmentee|doublee)|intervalle (?:a ete|fut) (?:raccourci|reduit)"
    r"|(?:intervallet|dosen)(?: \w{1,16}){0,2} (?:forkortades|minskades|okades|dubblerades|forkortet|afkortet|oget|okt|fordoblet)|(?:interval|dosis|dosering) (?:werd|is)(?!\w)[^.;]{0,40} (?:verkort|verhoogd|verdubbeld)|(?:intervallo|dose) (?:e stat[oa]|fu|venne) (?:\w{1,16} ){0,2}(?:accorciat|ridott|aumentat|raddoppiat)|(?:intervalo|dose) foi (?:\w{1,16} ){0,2}(?:encurtad|reduzid|aumentad|dobrad|dublicad|duplicad)"
)
# What the label's dose had done: "on the 28-day interval, flushing had initially decreased".
ON_THE_LABEL = re.compile(
    r"^(?:on|under|with|during) (?:the )?(?:standard|label|labell?ed|conventional|initial|original|former|28-day|four-weekly|four-week|4-week|monthly)(?!\w)(?:[ -][\w-]{1,16}){0,4},? (?!(?:[^.;]{0,90}(?<!\w)(?:and|versus|vs|than|compared|escalat\w{1,5}|intensif\w{1,5}|high\w{0,2})(?!\w)))"
    r"|^(?:the )?(?:standard|label|labell?ed|conventional|initial)(?:-| )(?:dos\w{1,3}|interval|schedule)(?: [\w-]{1,16}){0,3} had (?:\w{1,16} )?(?:controlled|reduced|improved|relieved|decreased|helped)(?!\w)"
)
# How it stood when the story begins, and words for what came then.
STOOD = re.compile(
    r"-year-old|(?<!\w)aged \d|still (?:had|reported|suffered)|(?<!\w)had (?:\w{1,12} )?(?:been|controlled|progressed|received|recurred)(?!\w)|was (?:\w{1,12} )?(?:diagnosed|admitted|referred)"
)
AGED = re.compile(r"-year-old|(?<!\w)aged \d")
CAME = re.compile(
    r"(?<!\w)(?:fell|rose|decreas|increas|declin|improv|resolv|normali[sz]|dropped|subsided|disappear|recover|clear|ceased|stopped|developed|presented)"
)
# What became of one patient is no conclusion either.
COURSE = re.compile(
    r"^(?:the|our|this) patient(?!s)|^(?:he|she)(?!\w)|^(?:[\w-]{1,16} ){1,5}(?:improved|resolved|ceased|disappeared|subsided|fell|rose|normali[sz]ed|persisted|stabili[sz]ed) in (?:all |only |both )?(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,6}teen|\w{3,6}ty)(?: of (?:the |these )?\w{1,12}){0,2}(?: \w{1,16})?\W*$|^(?:the )?(?:[\w-]{1,16} ){1,4}(?:returned|normali[sz]ed|fell|rose|resolved|disappeared|healed|ceased|dropped)(?!\w)[^.;]{0,80} (?:has|have) (?:since )?(?:stayed|remained|been|not)(?!\w)|^(?:the|this|her|his) [\w-]{1,16} (?:has|have) (?:now )?(?:lasted|persisted|remained|held|been (?:maintained|sustained|ongoing))(?!\w)"
)
# A result is told in figures, a conclusion in words.
FIGURES = re.compile(
    r"\d ?%|(?<!\w)p ?[<=>]|\d ?(?:months?|weeks?|days?|years?|mo)(?!\w)|(?:hr|or|rr)[ =]\d|from \d|\d (?:vs|versus|v|and) \d"
)
PAST = re.compile(r"(?<!\w)(?:was|were|had|did|underwent|occurred|developed|received|remained|fell|rose)(?!\w)")
# "With a median follow-up of 28 months, median PFS was 12 months": what comes before the finding.
FOLLOWED = re.compile(
    r"^(?:a total of |in total,? |we (?:found|identified) |(?:at|as of|by) (?:the )?data cut-?off,? )?(?:[\w,-]{1,20} ){1,5}(?:patients|people|adults|cases|pts)(?: (?:(?:were|was|had been) )?(?:identified|included|analy[sz]ed|enroll?ed|found|studied|switched|treated)| had switched)?(?:; |(?<=switched), of whom )(?=[^.]*\d ?%)|^[^.;:,]{0,30}(?:with|after|at|over|during|for) (?:\d{1,5} (?:[a-z-]{1,16} ){1,3}and (?:after |with |at )?)?(?:an? )?(?:median |mean )?(?:duration of )?(?:follow-?up|observation)(?: time| period| duration)? (?:was |of )?[^;:,]{1,40}(?:\([^()]{1,40}\) ?)?, "
    r"|^(?:the )?(?:median |mean )?follow-?up (?:time |duration |period )?(?:was|of) [^;:,]{1,40}(?:\([^()]{1,40}\) ?)?,? (?:and|with) (?=the |[a-z]{1,3}fs|median |progression|overall|response)"
)
NEVER = re.compile(
    r"^(?:at|on|upon|after|following) (?:[\w-]{1,16} ){0,2}(?:progression|relapse|failure),? (?:\d{1,4}|[a-z]{3,12})(?: patients| pts| of them)? (?:\([^()]{1,20}\) )?(?:then |subsequently )?(?:received|got|underwent|went on to|were (?:given|treated with|switched to|moved to)) (?:prrt|everolimus|chemotherapy|sunitinib|captem|capecitabine|177|lutetium|another)(?!\w)|^(?:to the editor:? )?(?:in|at) our (?:[\w-]{1,16} ){1,2}\d{1,4} [^.;]{3,60} have (?:had|been|received)(?!\w)|"
    r"(?:patients|adults|people|pts)(?!\w)[^.;]{0,120} had (?:the |their )?(?:[\w-]{1,16} ){0,2}(?:intervals?|doses?|schedules?|octreotide|lanreotide|lar|autogel|ssas?|analog\w{1,4}) (?:adjusted|shortened|raised|increased|reduced|doubled|escalated|titrated|intensified)(?!\w)(?![^.;]{0,160}(?:fell|rose|improv|resolv|decreas|declin|normali|disappear|ceased))|^(?:[\w-]{1,16} ){1,5}(?:was|were) (?:first |originally |initially )?(?:developed|introduced|approved|licen[cs]ed|designed) (?:for|in|to)(?!\w)|^(?:the )?(?:dose|interval|treatment)s? (?:was|were) (?:\w{1,12} )?(?:raised|increased|escalated|shortened|intensified|doubled) (?:for|because of|due to|owing to) |"
    r"^(?:the )?(?:cases|controls) (?:were|comprised)(?!\w)|^in [\w-]{1,12} (?:patients |cases )?(?:the )?(?:cause|reason|indication) was(?!\w)|^(?:the |their |all |both )?(?:disease|tumou?rs?|metastases|they|patients|lesions) had (?:\w{1,12} )?(?:grown|progressed|recurred|relapsed|worsened)(?!\w)|^(?:most|all|half|many|two thirds|the majority)(?: of (?:them|the patients|whom))?(?: patients)? had (?:an? )?(?:[\w-]{1,16} ){0,2}(?:liver|hepatic|bone|nodal|extrahepatic|metasta\w{3,5}) (?:involvement|metastases|disease|burden|load)|"
    r"^(?:the )?(?:(?:main|commonest|usual|leading|most (?:common|frequent)) )?(?:reasons?|indications?|triggers?)(?: for (?:the )?(?:(?:dose|interval|treatment) )?(?:switch|change|escalation|intensification|increase|shortening|reduction|modification)(?:ing)?)? (?:was|were|included|comprised)(?!\w)|(?:p|alpha|level|values?)[^.;]{0,30} (?:was|were) (?:considered|set at|taken|regarded)|considered (?:statistically )?significant|sample size|\d ?% power|statistically analy[sz]ed|(?:data|results) were (?:\w{1,16} )?analy[sz]ed|level of significance|were excluded|dropped out|^(?:they|patients|all|both|the others) (?:then )?(?:moved|switched|changed|went|crossed)(?: over)? to (?:\d{2,3} ?mg|every|lanreotide|octreotide)|^(?:the )?[\w-]{2,24} (?:trial |study |registry )?(?:enroll?ed|recruited|randomi[sz]ed) (?:[\w,-]{1,20} ){1,5}(?:patients|participants|adults|people)|"
    r"(?:contacted|invited|approached|mailed|distributed|sent|received (?:it|the questionnaire))[^.;]{0,80} (?:responded|answered|replied|completed|returned)|(?:responded|answered|replied|returned)[^.;]{0,40}response rate|"
    r"^(?:most |many |some )?(?:patients|people) (?:with|in) [^.;]{3,90} (?:often|usually|frequently|sometimes|commonly|may|must|can) |^(?:in )?(?:this|our|the present) (?:[\w-]{1,24} ){0,6}?(?:review|meta-analysis|study|trial|series|analysis|cohort|guidelines?|report|survey|paper|article)(?: of [^,;.]{3,60})?,? (?:[^.;]{0,60}(?:patients|participants|adults|subjects|women|men|cases)(?: with [^.;]{3,60})? (?:received|underwent|were (?:given|treated|included|enrolled|analy[sz]ed|evaluated|followed|randomi[sz]ed))|examin|evaluated|assessed|investigated|compared|aimed|covers?|reviews?|summari[sz]e|describes|analy[sz]ed|included|brings?)|"
    r"(?:median|mean) (?:duration of )?follow-?up (?:was|of|time)|^(?:[a-z]{1,12} )?at baseline|(?:differ|similar|comparable|balanced|were|was) (?:[\w-]{1,16} ){0,4}at baseline(?!,? (?:\([^()]{1,40}\),? )?(?:(?:and|to|versus|vs) )?(?:[\w-]{1,16} ){0,3}\d)|baseline characteristics|end-? ?points? (?:was|were|is|included?)\b(?! (?:not |also )?(?:met|reached|achieved|greater|higher|lower|similar|longer|shorter|better|worse|more|\d))|"
    r"outcomes? (?:measures? )?(?:was|were|included?)\b(?! (?:not |also )?(?:met|reached|achieved|similar|better|worse))|defined as|(?<!later she )(?<!later he )(?<!later the patient )presented with|well balanced|^we (?:describe|report|present|update) [^.;]{0,40}(?:patients|cases|series)|^we (?:studied|followed(?: up)?) [^.;]{0,40}(?:patients|people|adults|cases)|^we (?:performed|conducted|did|undertook|gave|developed|built|constructed|enroll?ed|recruited|searched|invited|used|identified)"
)
REPORTED = re.compile(
    r"\d|no |not |none|similar|improv|fell|rose|increas|decreas|reduc|longer|shorter|higher|lower|better|worse|more|less|fewer|did not|met |failed|prefer"
)
STATISTICS = re.compile(r"\d ?%|per ?cent(?!\w)|p ?[<=>]|95 ?% ?(?:ci|ki|ic)|confidence interval|hazard ratio|(?<!\w)(?:hr|or|rr)(?!\w)|versus|(?<!\w)vs|compared with|than|median|from \d[\d.]* to \d|i2|icer|difference")  # fmt: skip
JUDGED = re.compile(
    r"(?<!\w)(?:conclu\w{1,6}|suggests?|supports?|indicates?|confirms?|shows that|demonstrates?|is|are|may|might|can|could|should|seems?|appears?|remains?|do(?:es)? not|did not (?:\w{1,12} )?(?:predict|translate|correlate|determine|influence|affect|depend|improve|prolong|delay)|provides?|offers?|controls?|helps?|gives?|eases?|has|have|ist|sind|kann|kan|bor|skulle|sollte|scheint|est|peut|semble|puede|parece|pode|deve|puo)(?!\w)|^[^a-z]*in (?:summary|conclusion)|overall,"
)
DONE = re.compile(
    r"registered (?:in|at|with|under)|registr(?:y|ation) (?:number|no)|(?:were|was|been) (?:\w{1,16} )?(?:recorded|measured|assessed|performed|done|collected|obtained|calculated|conducted|carried out|evaluated|studied|divided|allocated|registered|tested|considered)|(?:objective|aim|purpose|variables|measures) (?:of [^.;]{3,60} )?(?:was|were|included)|^we (?:measured|recorded|assessed|used|did(?! not))"
)
SAFETY = re.compile(
    r"presented with [^.;]{0,80}(?:steatorrh|cholecyst|pancreatitis|hba1c|diabetes|jaundice|cholangitis)|(?<!\w)acute (?:cholecyst|pancreat|cholang)|heart rate (?:fell|dropped)|(?:severe|new|symptomatic) (?:hypoglyc|hyperglyc|bradycard)|(?:hypertension|hand-foot|nausea|fatigue|neutropeni\w{1,2}|lymphopeni\w{1,2}|rash|stomatitis|hyperglyc[a-z]{4,6}|steatorrh[a-z]{2,4}|cholelithiasis|injection[- ]site (?:pain|reactions?|induration|nodules)) (?:\(\d|and|in \d|occurred|was|were|affected)|(?<!\w)(?:new|new-onset|reported|developed|had) (?:(?:new|new-onset|mild|asymptomatic|transient) )?(?:steatorrh|cholelith|gallst|diabetes|hyperglyc|bradycard)|steatorr(?:hee|ea|ee)(?!\w)|esteatorre|lithiase|adverse|(?<!\w)(?:te|tr|s|g[34] )?aes?(?!\w)|toxicit|tolerat|tolerab|side[- ]effect|safety|discontinu|stopped (?:treatment|therapy)|treatment-related|serious|(?<!ratio for )(?<!or )(?<!vascular )(?<!all )deaths?|gallstone|gallenstein|gallsten|galsten|calculs? biliaire|colelitiasi|biliary events?|nebenwirkung|effets? indesirable|eventos? adversos?|effetti collaterali|bijwerking|biverkning|dzialan\w{1,4} niepozadan|\u4e0d\u826f\u53cd\u5e94|\u526f\u4f5c\u7528|\u6709\u5bb3\u4e8b\u8c61"
)
NOT_SIGNIFICANT = re.compile(r"p ?= ?0?[.,\u00b7](?:0[6-9]|[1-9])|not (?:statistically )?significant|no significant")
SUBGROUP = re.compile(
    r"^(?:among|of|in) (?:the )?(?:\d{1,4}|[a-z]{3,12}) (?:\w{1,16} )?(?:patients|pts|people|adults) who (?:progressed|responded|had progressed|stopped|switched|died|relapsed|resumed)(?!\w)|from the start of above-label|(?:patients|those|tumou?rs) (?:who|with|whose|that) [^.;]{3,90} (?:had|showed|have) (?:an? )?(?:\w{1,16} )?(?:worse|better|longer|shorter|higher|lower)|post[- ]hoc|subgroup|^by (?:the )?(?:primary|site|tumou?r|grade|ki-|origin|sex|age|function|histolog|who )|(?:according to|stratified by|split by|broken down by) (?:the )?(?:primary|site|tumou?r|grade|ki-|origin|sex|age|function|histolog|who )|\d[^.;]{0,16} (?:in|for|with) (?:those with )?(?:small[- ](?:intestin|bowel)|midgut|hindgut|ileal|pancrea|rectal|lung|typical|atypical|g[123](?!\w)|(?:non-?)?functioning)(?:[^.;]|\.(?=\d)){0,30} \d(?:[^.;]|\.(?=\d)){0,16} (?:in|for|with) (?:those with )?(?:small[- ](?:intestin|bowel)|midgut|hindgut|ileal|pancrea|rectal|lung|typical|atypical|g[123](?!\w)|(?:non-?)?functioning)|(?<!\w)(?:g[123]|grade [123]|ki-?67[^.;]{1,8}|(?:wo)?men|male|female|older|younger|pancreatic|midgut|ileal)(?: \w{1,16}){0,2} (?:patients|tumou?rs|nets|disease)[^.;]{0,50}(?:longer|shorter|higher|lower|better|worse)[^.;]{0,20} than|exploratory|multivaria|univaria|sensitivity analys|independent(?:ly)? (?:predict|associat)|predict(?!ed (?:median|mean|trough|steady|concentration|exposure|level))|prognos|reimburse|if (?:its|the|their) price|price (?:was|were|is|had been) (?:reduced|cut|lowered)"
)
BACKGROUND_SAID = re.compile(
    r"in (?:retrospective|earlier|previous|published|the single) (?:\w{1,16} )?(?:series|studies|trials?|reports)|previously reported"
)
CHANGED = re.compile(
    r"(?:fell|rose|decreas\w{1,3}|increas\w{1,3}|declin\w{1,3}|improv\w{1,4}|resolv\w{1,2}|normali[sz]\w{1,2}|dropped|subsided|disappeared|ceased|(?<!\w)(?:sank|sanken|stieg|fiel|minskade|okade|sjonk|daalde|disminuy\w+|descend\w+|aument\w+|diminu\w+|baiss\w+|ridott\w+)(?!\w))|from \d[\d.,]*+ (?:[^\d.;]{1,20} )?to \d"
)
SIGNIFICANT = re.compile(
    r"p ?(?:<|=|\u2264) ?0?[.,\u00b7]0(?:[0-4]|5(?!\d))|(?<!not )(?<!no )significantly (?:\w{1,16} ){0,2}(?:longer|shorter|more|less|higher|lower|better|worse|fewer|reduced|improved)"
)
# A title that tells of who came in; the sentence with their number is the news then.
ENROLMENT = re.compile(r"enrol|recruit|randomi[sz]|first patient|last patient|fully")
# A registration's results, and what it says of what is to come.
POSTED = re.compile(
    r"(?:was|were|fell by|rose by|:) (?:[a-z]{1,12} )?[-\u2212]?\d[\d.]* ?%? (?:in|with|for|on) (?:the )?[^.;]{2,40}(?:and|versus|vs|,|;)|(?:participants|patients|subjects) analy[sz]ed|95 ?% ?(?:ci|confidence)|\(sd \d"
)
WILL = re.compile(r"(?<!\w)will(?!\w)|(?:is|are) to be(?!\w)|estimated enrol")
# A registration of what is under way or to come.
AHEAD = re.compile(
    r"(?:estimated|planned|target) (?:enrol|number)|(?:not yet|currently|authori[sz]ed,?|ongoing,?|status:?) (?:[a-z]{1,12},? )?(?:open to )?recruit"
)
# Where nothing is out yet, when it will be is the news.
AWAITED = re.compile(
    r"(?:results?|data|readout|top-?line)[^.;]{0,40} (?:will|expected|due|to be|anticipated|awaited)|expect\w{0,3} [^.;]{0,40}(?:results?|data|readout|top-?line)"
)
# What is so of everybody, in a patient's story: "Objective responses are rare".
GENERAL = re.compile(r"(?<!\w)(?:is|are|remains?|may|can|often|usually|rarely)(?!\w)")
# Somebody's words.
SAID = re.compile(
    r"^[\"\u201c\u201d\u00ab]|[\"\u201d\u00bb],? (?:said|says|added|according to)(?!\w)|[\"\u201d\u00bb],? [^.;]{2,60} (?:said|says|added)(?!\w)"
)
# What a firm earns: no result of a study.
EARNED = re.compile(
    r"(?<!\w)(?:(?:net|product|total) (?:sales|revenues?)|revenues?|turnover|ebitda?|(?:operating|net) (?:result|profit|income|loss)|earnings)(?!\w)"
)
# More than the label: of several recommendations the one that readers look for.
OF_THE_QUESTION = re.compile(
    r"escalat|intensif|dose[- ]dense|(?:should|may|can|must) be (?:shortened|raised|increased|doubled)|dose increase|(?:increas|rais|shorten|doubl)\w{0,3} (?:of |in )?(?:the )?(?:dose|dosing|interval|injection)|(?:dose|interval)s? (?:\w{1,12} )?(?:shorten|increas)|shorter interval|(?:above|beyond|higher than|off)[- ](?:the )?label|high(?:er)?[- ]dose"
    r"|every (?:14|21|two|three|2|3) (?:days|weeks)|(?:14|21)-day|q[23]w|q(?:14|21)d"
)
# Groups are tested against each other for what was found, and for who they were.
TESTED = re.compile(r"(?<!\w)p ?(?:[<=>]|\u2264) ?0?[.,\u00b7]\d|95 ?% ?(?:ci|confidence interval)")
WHO_THEY_WERE = re.compile(
    r"^at baseline|differ[^.;]{0,20} at baseline|baseline (?:characteristics|demographics|variables)|well balanced|(?:mean|median) age|demographic"
)
# An outcome's value, an average, a share of those who were studied.
VALUE = re.compile(
    r"(?:was|were|fell|rose|had|costs?|gave|yielded|sank|stieg|betrug|minskade|okade|var|etait|fue|disminuyo|descendio|baisse|passe|diminuito) [^.;]{0,40}\d"
)
AVERAGE = re.compile(r"(?:median|mean|average) [^.;]{3,60} (?:was|were) \d")
SHARE = re.compile(
    r"(?:was|were|fell|rose|had|reached|in) [^.;]{0,40}\d ?%|\d ?% (?:\([^()]{1,20}\) )?(?:of [\w -]{3,30} )?(?:would|said|reported|preferred|chose|agreed|favou?red)(?!\w)"
)
