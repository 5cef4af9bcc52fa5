"""Where a long sentence of a notice or a panel comes to its matter: behind who asked for it, who agreed, how it was done."""

import re
from collections.abc import Sequence

from digests.gist import primary
from digests.gist.scores import Told, best_of
from watcher.text import fold, sentences

_LONG = 160  # characters: a shorter sentence is told whole
_PREAMBLE = 40  # characters: of less nothing is left out
# What was wrong with a work, or what is right instead.
_WRONG = re.compile(
    r"because|(?<!\w)since (?!\d)|due to|owing to|on account of|on the grounds|duplicat|twice|more than (?:one|once)|errors?(?!\w)|erroneous|mistake|wrong|incorrect|inaccura|overlap|plagiari|fabricat|falsif|manipulat|misreport|"
    r"audit|out of (?:sequence|order)|unblind|(?:not|never) (?:\w{1,12} )?(?:blind|mask|randomi[sz])ed|unreliable|reliab|relied|invalid|(?:not|cannot|never|no longer) (?:be )?(?:\w{1,12} )?(?:verif|confirm|reproduc|provid|produce|obtain|support|trust|valid|document|approv|trac|locat|retriev|substantiat|explain|suppl(?:y|ied))|unable to|could not be (?!reached|contacted)|raw data|"
    r"concerns?(?!\w)(?! of editor)|ethic(?:s|al) (?:approval|committee|review)|consent|irregularit|inconsisten|discrepan|anomal|misconduct|imputed|missing|omitted|"
    r"(?:do|does|did) not (?:\w{1,12} )?(?:agree with|match|tally|correspond)|found that|were found|was given as|should (?:have )?(?:be|been|read)(?! (?:interpreted|treated|viewed|regarded|used|with))|(?<!once the )(?<!when the )(?<!until the )(?<!after the )(?:inquir|investigation)|instead of|rather than|printed as|the correct(?:ed)? (?:\w{1,16} ){1,3}(?:is|are|was|were)(?!\w)"
)
# Who asked for it and who agrees: procedure.
_PROCEDURE = re.compile(
    r"^(?:all |the |both |none of the |\w{1,3} )?(?:[\w-]{1,16} ){0,6}(?:(?:dis)?agrees?(?! with (?:[\w-]{1,16} ){0,3}(?:archives?|records?|files?|data|registr\w{1,3}|logs?|sources?)(?!\w))|did not (?:reply|respond|agree)|apologi[sz]e)(?!\w)|^[^,;]{0,60}could not be (?:reached|contacted)|^(?:the|this|our) (?:article|paper|[\w-]{1,12} article) has been (?:corrected|updated)"
)
# That something is wrong, not what.
_BARE = re.compile(
    r"(?:article|paper|version|publication|abstract|tables?|text|manuscript|work|there)(?!\w)[^.;]{0,60}(?:contain(?:s|ed)?|had|has|have|were|was|included?|includes) (?:an? |some |several |two |the following )?(?:\w{1,14} )?(?:errors?|mistakes?|inaccurac(?:y|ies))(?: (?:in|within) (?:the )?(?:abstract|results?|text|tables?|figures?|fig)[^.;,]{0,30})?\W*$"
    r"|(?:concerns?|questions?)(?: (?:that )?(?:have|has) been raised)? (?:about|regarding|with|over|on|concerning) (?:this|the|these|our|its) (?:[\w-]{1,16} )?(?:article|paper|publication|work|study|manuscript)(?:,? (?:published|by|in|entitled|titled|(?:that|which) appeared)(?!\w)[^.;]{0,120})?\W*$"
    r"|(?<!\w)(?:does|do|is|are) not (?:\w{1,12} )?(?:imply|impl(?:ied|ication)|a finding|an? accusation)|^(?:the authors? |we )?(?:wish|would like|want)s? to correct (?:an?|some|the following|several) errors?\W*$"
)
_TAKES_BACK = re.compile(r"(?<!\w)(?:retract|withdraw|withdrew|correct)(?:s|n|ed)?(?!\w)")
_WHO = re.compile(r"(?:the|this|these|our|we|its|both|an?)(?!\w)")
_BECAUSE = re.compile(r"(?<!\w)(?:because|since(?! \d)|due to|owing to|on account of|on the grounds)(?!\w)")
# "The Editors wish to alert readers that questions have been raised".
_ALERTED = re.compile(
    r"(?:the |our )?(?:[\w-]{1,16} ){0,6}?(?:wish(?:es)?|would like|want(?:s)?|hereby|publish(?:es)?|are|is|has been|(?:this|an) (?:editorial )?expression of concern)(?:[\w ]{0,60}?) ?(?:to )?(?:alert|inform|notify|advise|warn|caution)(?:s|ing)? (?:the |our |its )?readers,? (?:that |of the fact that )(?=\w)"
)
# "It was agreed by 31 experts from 14 countries that ...": with how many, or against whom, is no preamble.
_AGREED_THAT = re.compile(
    r"(?:agreed|agrees?|agreement|consensus|recommend(?:s|ed|ation)?|concluded?|concludes|held|holds|stated?|states|advised?|advises|suggest(?:s|ed)?|propos(?:e|es|ed)|judged|found)(?: by [^.;,%]{1,90}| unanimously)?(?:, [^.;,%]{1,40},)? that (?=\w)"
    r"|(?:agreed|agreement|consensus)(?: was reached)?,? (?:after|in|with|upon|among) [^.;%]{1,90} that (?=\w)"
)
_BY_A_PANEL = re.compile(
    r"^(?:agreed|developed|drawn up|written|prepared|endorsed|convened|supported|adopted)(?: (?:up|on|upon))? by [^.;%]{10,160}, (?=(?:the|this|these|our|we|it) )"
)
_QUALIFIED = re.compile(r"%|per ?cent|(?<!\w)(?:not|no|nor|never|without|failed|only|most|majority|minority|half|few|fewer|some|votes?|\d+ (?:out )?of (?:the )?\d+)(?!\w)")  # fmt: skip

# What a correction changes: a number of an outcome, or what is concluded; and where it says that it changes none.
_EFFECT = re.compile(
    r"hazard ratio|(?<!\w)hr(?!\w)|odds ratio|risk ratio|relative risk|confidence interval|\d ?% ?ci(?!\w)|(?<!\w)p ?(?:[=<>]|values?)|(?<!\w)(?:events|progressions)(?!\w)"
)
_CONCLUDED = re.compile(
    r"(?<!\w)(?:conclusions?|interpretation|key points?|main finding)(?!\w)[^.;]{0,60}(?:should|is|are|has|have|withdr\w{2,4}|read|no longer|chang|correct)|(?<!\w)(?:statement|claim|sentence)(?!\w)[^.;]{0,80}(?:withdr\w{2,4}|removed|deleted)|(?:no longer|not|lost|loses) (?:\w{1,16} )?significan|no longer (?:hold|support|met|superior|inferior|conclude|claim|suggest)|(?:end-? ?point|outcome)[^.;]{0,40}(?:was|were|is) not (?:met|reached)"
)
# What is right instead.
_RIGHT = re.compile(
    r"(?:excluding|omitting|without|leaving out) (?:these|them|those)(?!\w)|(?:,|and) not (?!\w{1,12} signif)|rather than|instead of|in place of|replac|should (?:have )?(?:be|been|read)|(?:is|are) now(?!\w)|(?:after|with|upon) (?:the |this )?(?:correct|re-?analy)|no longer|lost|withdr|correct(?:ed)? (?!for)"
)
_LEAVES = r"(?<!\w)(?:not|nor|neither|none|no|without)(?!\w)[^.;]{0,50}(?<!\w)(?:affect|alter|chang|influenc|impact|modif|bear)\w{0,4}|unaffected|unchanged|unaltered|remains? (?:the same|valid|as)|stands?(?!\w)"
_KEPT = re.compile(_LEAVES)
_RESULTS_KEPT = re.compile(
    rf"(?<!\w)(?:results?|findings|outcomes?|data|estimates|conclusions?|interpretation)(?!\w)[^.;]{{0,60}}(?:{_LEAVES})|(?:{_LEAVES})[^.;]{{0,40}}(?<!\w)(?:results?|findings|outcomes?|estimates|conclusions?|interpretation)(?!\w)"
)
# The value that is right, though it is said that what is concluded from it stands.
_CORRECTED_TO = re.compile(
    r"(?<!\w)(?:corrected|correct|revised|right) (?!(?:[\w%-]{1,16} ){0,2}(?:interval|ci|limits?|p)(?!\w))(?:[\w-]{1,16} ){1,10}?(?:is|are|was|were|reads?)(?!\w)[^.;]{0,80}\d|should (?:have )?(?:be|been|read)(?!\w)[^.;]{0,80}\d|(?<!\w)(?:and )?not -?\d+\.\d|instead of -?\d|rather than -?\d"
)
_ONLY_CONCLUDED = re.compile(
    r"^(?!.*(?:results?|findings|outcomes?|data|estimates)(?!\w)).*(?:conclusion|interpretation)"
)
_AT_BASELINE = re.compile(r"baseline|(?<!\w)aged?(?!\w)|demographic|follow-?up|supplement|reference \d|legend")


def changes_result(folded: str) -> bool:
    """Return whether a correction says that a result or a conclusion is another than was printed; not where it says that none is, nor for harm alone."""
    kept = _RESULTS_KEPT.search(folded)
    if kept and not (_CORRECTED_TO.search(folded) and _ONLY_CONCLUDED.search(kept[0])):
        return False
    return any(map(_is_another, _SENTENCES.split(folded)))


_OF_BENEFIT = {
    "PFS",
    "TTP",
    "OS",
    "ORR",
    "DCR",
    "symptoms",
    "biochemistry",
    "QoL",
    "response",
    "growth",
    "next treatment",
}
_SENTENCES = re.compile(r"[.;]\s")


def _is_another(sentence: str) -> bool:
    if _KEPT.search(sentence):
        return False
    if _CONCLUDED.search(sentence):
        return True
    outcome = _EFFECT.search(sentence) or primary.outcomes(sentence) & _OF_BENEFIT
    return bool(outcome and _NUMBER.search(sentence)) and not _AT_BASELINE.search(sentence)


_NUMBER = re.compile(r"(?<![\w.-])\d|(?<!\w)(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?!\w)")


# That a rumour is false, and how it stands instead.
_RUMOUR = r"(?<!\w)(?:claims?|rumou?rs?|reports?|speculations?|posts?|allegations?|suggestions?|stor(?:y|ies)|notion|assertions?)(?!\w)"
_FALSE = r"(?<!\w)(?:false|untrue|incorrect|inaccurate|unfounded|baseless|fabricated|without (?:any )?(?:foundation|basis|merit|substance)|not (?:true|correct|accurate|based on fact)|no truth|no basis)(?!\w)"
_DENIED = re.compile(
    rf"{_RUMOUR}[^.;]{{0,160}}{_FALSE}|{_FALSE} (?:\w{{1,12}} )?{_RUMOUR}|(?<!\w)(?:den(?:y|ies|ied)|refut(?:e|es|ed)|reject(?:s|ed)?|dismiss(?:es|ed)?)(?!\w)[^.;]{{0,60}}(?:{_RUMOUR}|(?<!\w)that(?!\w))"
)
# That nothing is known yet of what is talked about.
_TALK = re.compile(
    r"(?<!\w)(?:speculat\w{1,4}|rumou?rs?|social media|posts? (?:on|in)|media reports?|market talk|share price|unconfirmed)(?!\w)"
)
_NOT_KNOWN = re.compile(
    r"(?<!\w)(?:ha(?:s|ve) not (?:yet )?(?:received|seen|obtained|reviewed|had access|unblinded|been (?:given|shown|informed|unblinded))|(?:has|have) (?:received|seen|had access to) no(?!\w)|not aware of|remains? blinded|no (?:interim|efficacy|unblinded|such) [^.;]{0,40}(?:has|have) been)(?!\w)"
)
_GOES_ON = re.compile(
    r"(?<!\w)(?:no interim|blinded|proceeds?|continues?|goes on|going on|ongoing|on (?:track|schedule)|as planned|according to (?:the )?(?:protocol|plan)|unchanged|without (?:any )?(?:modification|change)s?|unmodified|go on)(?!\w)"
)
_SPEAKER = re.compile(
    r", (?=[^,.;]{2,60} (?:states?|stated|says?|said|confirms?|confirmed|stresses|notes|clarifies|denies|denied|rejects|refutes) )"
)

_STATES = re.compile(
    r"[^,.;]{2,60} (?:states?|stated|says?|said|confirms?|confirmed|stresses|notes|clarifies) that (?=\w)"
)


# What nobody answers for: "reportedly", "an anonymous post on an investor forum"; not who would buy whom.
_UNVOUCHED = re.compile(
    r"(?<!\w)(?:rumou?r(?:s|ed)?|reportedly|allegedly|purported\w{0,2}|unconfirmed|anonymous|leak(?:s|ed)?|hearsay|chatter|(?<!takeover )(?<!merger )(?<!bid )speculat(?:es?|ed|ion|ions|ing)|word is|"
    r"(?:investor|stock|share|online|retail|message)[ -](?:forums?|boards?|talk)|forum (?:talk|posts?|users?)|(?:posts?|posted|thread|user|comment) (?:on|in|at) (?:an? |the )?(?:[\w-]{1,16} ){0,2}(?:forums?|boards?|reddit|x|twitter|stocktwits|social media|linkedin|blog)|"
    r"social media (?:posts?|talk|users?)|(?:according to|cit(?:es?|ing)|told by|say) (?:[\w-]{1,16} ){0,2}(?:people|persons?|sources?|insiders?) (?:familiar|close|with|who|near)|(?:according to|citing) (?:[\w-]{1,16} ){0,2}(?:sources|insiders)|(?:sources|insiders) (?:say|said|claim\w{0,2})|blogger)(?!\w)"
)


def is_unvouched(folded: str) -> bool:
    """Return whether a sentence of news tells a rumour: what a forum, a blog, somebody without a name says, or what is "reportedly" so."""
    return _UNVOUCHED.search(folded) is not None


def denies(folded: str) -> bool:
    """Return whether a sentence of news says that a rumour or a report is false, or that nothing is known of what it tells."""
    return _DENIED.search(folded) is not None or bool(_TALK.search(folded) and _NOT_KNOWN.search(folded))


def denied(text: str) -> str:
    """Return the words in which a release denies a report, without who says so, and the next sentence where it says how it stands; "" for none."""
    spans = list(sentences(text))
    said = [fold(text[at:end]) for at, end in spans]
    beside = zip(["", *said], said, strict=False)  # with what was said before it, the talk
    number = next(
        (
            n
            for n, (talk, one) in enumerate(beside)
            if denies(one) or (_NOT_KNOWN.search(one) and denies(f"{talk} {one}"))
        ),
        None,
    )
    if number is None:
        return ""
    at, end = spans[number]
    speaker = _SPEAKER.search(text, at, end)
    begin = speaker.end() if speaker else at
    states = _STATES.match(text, begin, end)  # who they are is said before
    begin = states.end() if states else begin
    after = [span for span in spans[number + 1 : number + 2] if _GOES_ON.search(fold(text[slice(*span)]))]
    return " ".join(text[begin : after[0][1] if after else end].split())


_MOST = 3  # sentences of a notice
_SHOULD_BE = re.compile(r"should (?:have )?(?:be|been|read)|correct(?:ed)? (?:\w{1,16} ){1,3}(?:is|are|was|were)(?!\w)|instead of|rather than|(?:,|and) not (?=\d)")  # fmt: skip


def wrong_first(told: Sequence[Told]) -> list[Told]:
    """Return the sentences of a notice that say most of what is right instead, or was wrong, then that its results stand; its first where none does."""
    scored = [(one, _telling(one)) for one in told]
    best = best_of([pair for pair in scored if pair[1] > 0], _MOST)
    kept = [one for one in told if _RESULTS_KEPT.search(one.folded)]
    if best and kept:
        best = [*[one for one in best if one not in kept][: _MOST - 1], kept[0]]
    return best or list(told[:1])


def _telling(one: Told) -> float:
    reasons = min(len({match.group() for match in _WRONG.finditer(one.folded)}), 3)
    is_other = _is_another(one.folded)
    right = is_other and (_RIGHT.search(one.folded) or _CONCLUDED.search(one.folded))
    numbered = bool(_NUMBER.search(one.folded))
    corrected = numbered and _SHOULD_BE.search(one.folded)
    empty = _PROCEDURE.search(one.folded) or _BARE.search(one.folded)
    points = reasons + 4.0 * bool(right) + 1.5 * bool(corrected) + 0.5 * (reasons > 0 and numbered)
    return points - 4.0 * bool(empty) - 0.1 * one.place


def of_notice(folded: str) -> int:
    """Return where a notice's sentence says what is taken back, or why where that is long, too; what readers are alerted to; 0 for the whole."""
    if told := _ALERTED.match(folded):
        return told.end()
    verb = _TAKES_BACK.search(folded)
    if verb is None or len(folded) <= _LONG:
        return 0
    clause = folded.rfind(", ", _PREAMBLE, verb.start()) + len(", ")
    start = clause if _WHO.match(folded, clause) else 0
    because = _BECAUSE.search(folded, verb.end())
    return because.start() if because and len(folded) - start > _LONG else start


def of_panel(folded: str) -> int:
    """Return where a panel's sentence says what it holds; 0 for the whole, as where not all of it held so."""
    if len(folded) <= _LONG:
        return 0
    found = _AGREED_THAT.search(folded) or _BY_A_PANEL.match(folded)
    if not found or found.end() < _PREAMBLE or _QUALIFIED.search(folded, 0, found.end()):
        return 0
    return found.end()
