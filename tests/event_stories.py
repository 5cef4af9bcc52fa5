"""Stories of events: what sources answer, hours after one another, and which alerts a team that watches SORENTO hears of it.

name -> steps: hours after the step before, the answers, and a part of each alert that is due. The first step is the beginning.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import made
from sibling_stories import registered

START = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday
NUMBER = "NCT05050942"
_FDA = "https://www.fda.gov/about-fda/contact-fda/stay-informed/rss-feeds/drugs/rss.xml"

Answer = tuple[str, str]  # of a source, or a feed ("feeds@" and its address): what it says
Step = tuple[int, Sequence[Answer], Sequence[str]]


def trial(day: str = "2026-09-01", **more: Mapping[str, object]) -> Answer:
    """Return what the registry says of the watched trial, posted on this day, with other modules or parts of them."""
    title = "Octreotide subcutaneous depot versus octreotide LAR or lanreotide in GEP-NET"
    named = {"acronym": "SORENTO", "briefTitle": title, **more.pop("identificationModule", {})}
    return registered(day, NUMBER, identificationModule=named, **more)


def stands(word: str = "RECRUITING", pcd: str = "2027-12", kind: str = "ESTIMATED", **more: object) -> dict[str, dict[str, object]]:  # fmt: skip
    """Return the module of the status, with the primary completion date."""
    return {"statusModule": {"overallStatus": word, "primaryCompletionDateStruct": {"date": pcd, "type": kind}, **more}}


def patients(count: int, kind: str = "ESTIMATED") -> dict[str, dict[str, object]]:
    """Return the module with so many patients."""
    return {"designModule": {"enrollmentInfo": {"count": count, "type": kind}}}


def arms_of(*texts: str) -> dict[str, dict[str, object]]:
    """Return the module with arms of these descriptions."""
    arms = [{"label": f"Arm {number}", "description": text} for number, text in enumerate(texts, start=1)]
    return {"armsInterventionsModule": {"armGroups": arms, "interventions": []}}


def endpoint(measure: str = "Progression-free survival", frame: str = "36 months") -> dict[str, dict[str, object]]:
    """Return the module with this primary endpoint."""
    return {"outcomesModule": {"primaryOutcomes": [{"measure": measure, "timeFrame": frame}]}}


def with_results(day: str, has: bool = True, **more: Mapping[str, object]) -> Answer:
    """Return the watched trial with results that were posted on 18 November, or without them."""
    source, body = trial(day, **more)
    told = json.loads(body)
    told["studies"][0]["hasResults"] = has
    if has:
        posted = {"date": "2026-11-18", "type": "ACTUAL"}
        told["studies"][0]["protocolSection"]["statusModule"]["resultsFirstPostDateStruct"] = posted
    return source, json.dumps(told)


ABSTRACT = "We report SORENTO (NCT05050942), octreotide subcutaneous depot (CAM2029) every 2 weeks in GEP-NET. Median PFS was 24.8 months against 14.1 (HR 0.62)."


def paper(pmid: str, title: str, day: date = date(2026, 11, 20), text: str = made.TEXT, types: str = "", comments: str = "") -> Answer:  # fmt: skip
    """Return a record of PubMed, of a type, about others."""
    told = made.paper(pmid, title, day, text).decode()
    if types:
        told = told.replace("</Abstract>", f"</Abstract><PublicationTypeList><PublicationType>{types}</PublicationType></PublicationTypeList>")  # fmt: skip
    if comments:
        told = told.replace("</MedlineCitation>", f"<CommentsCorrectionsList>{comments}</CommentsCorrectionsList></MedlineCitation>")  # fmt: skip
    return "pubmed", f"<PubmedArticleSet>{told}</PubmedArticleSet>"


def about(kind: str, pmid: str) -> str:
    """Return what a record of PubMed says of another one."""
    return f'<CommentsCorrections RefType="{kind}"><RefSource>J. 2026</RefSource><PMID Version="1">{pmid}</PMID></CommentsCorrections>'


def news(*items: tuple[str, str, str, datetime], feed: str = "https://news.example/rss", title: str = "News") -> Answer:
    """Return a feed of these titles, addresses, texts and moments."""
    told = "".join(
        f"<item><title>{said}</title><link>{link}</link><description>{text}</description><pubDate>{at:%d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for said, link, text, at in items
    )
    return f"feeds@{feed}", f'<rss version="2.0"><channel><title>{title}</title>{told}</channel></rss>'


def after(hours: int) -> datetime:
    """Return a moment of the story."""
    return START + timedelta(hours=hours)


def warning(title: str, text: str, hours: int, number: str = "1") -> Answer:
    """Return a piece of the FDA's feed."""
    return news((title, f"https://www.fda.gov/drugs/{number}", text, after(hours)), feed=_FDA, title="Drugs")


def europepmc(id_: str, title: str, doi: str = "", source: str = "PPR", text: str = ABSTRACT) -> Answer:
    """Return an answer of Europe PMC."""
    row = made.result(id_, title, date(2026, 11, 20), text, source=source, doi=doi)
    return "europepmc", json.dumps({"hitCount": 1, "resultList": {"result": [row]}})


def crossref(doi: str, title: str, text: str = "", **more: object) -> Answer:
    """Return an answer of Crossref."""
    row = made.work(doi, title, date(2026, 11, 20), text) | more
    return "crossref", json.dumps({"message": {"total-results": 1, "items": [row]}})


RELEASE = "Camurus announces positive topline results from the SORENTO trial of CAM2029"
PAPER = paper("41000001", "Octreotide subcutaneous depot in GEP-NET: the SORENTO trial", text=ABSTRACT)

_RECRUITING = trial("2026-11-18")
_ACTIVE = trial("2026-11-18", **stands("ACTIVE_NOT_RECRUITING"))

EVENTS: Mapping[str, Sequence[Step]] = {
    "enrolment becomes actual, the same number": [(0, [trial()], []), (1, [trial("2026-11-18", **patients(120, "ACTUAL"))], [])],
    "enrolment grows by a third": [(0, [trial()], []), (1, [trial("2026-11-18", **patients(160))], ["enrolment"])],
    "the date becomes actual": [(0, [trial()], []), (1, [trial("2026-11-18", **stands(pcd="2026-11", kind="ACTUAL"))], ["primary completion"])],
    "the date slips by a month": [(0, [trial()], []), (1, [trial("2026-11-18", **stands(pcd="2028-01"))], [])],
    "the date slips by a year": [(0, [trial()], []), (1, [trial("2026-11-18", **stands(pcd="2028-12"))], ["primary completion"])],
    "the date is told to the day": [(0, [trial()], []), (1, [trial("2026-11-18", **stands(pcd="2027-12-15"))], [])],
    "an arm in other words": [(0, [trial(**arms_of("Octreotide depot 20 mg every 2 weeks"))], []), (1, [trial("2026-11-18", **arms_of("20 mg octreotide depot, q2w"))], [])],
    "an arm's dose": [(0, [trial(**arms_of("Octreotide depot 20 mg every 2 weeks"))], []), (1, [trial("2026-11-18", **arms_of("Octreotide depot 30 mg every 2 weeks"))], ["arms"])],
    "an arm's interval": [(0, [trial(**arms_of("Octreotide depot 20 mg every 2 weeks"))], []), (1, [trial("2026-11-18", **arms_of("Octreotide depot 20 mg every 4 weeks"))], ["arms"])],
    "an arm and its intervention, one dose": [(0, [trial(armsInterventionsModule={"armGroups": [{"label": "D", "description": "Depot 20 mg"}], "interventions": [{"name": "Depot", "description": "Depot 20 mg"}]})], []), (1, [trial("2026-11-18", armsInterventionsModule={"armGroups": [{"label": "D", "description": "Depot 30 mg"}], "interventions": [{"name": "Depot", "description": "Depot 30 mg"}]})], ["30 mg"])],
    "a primary endpoint in other units": [(0, [trial()], []), (1, [trial("2026-11-18", **endpoint(frame="Up to 3 years"))], [])],
    "a primary endpoint replaced": [(0, [trial()], []), (1, [trial("2026-11-18", **endpoint("Overall survival"))], ["primary outcome"])],
    "results posted, then completed": [(0, [trial()], []), (1, [with_results("2026-11-18")], ["results posted"]), (24, [with_results("2026-11-18", **stands("COMPLETED"))], ["completed"])],
    "terminated with its reason": [(0, [trial()], []), (1, [trial("2026-11-18", **stands("TERMINATED", whyStopped="Futility"))], ["terminated"])],
    "suspended with its reason": [(0, [trial()], []), (1, [trial("2026-11-18", **stands("SUSPENDED", whyStopped="Safety review"))], ["suspended"])],
    "unknown status": [(0, [trial()], []), (1, [trial("2026-11-18", **stands("UNKNOWN"))], ["unknown"])],
    "a stale answer": [(0, [trial("2026-09-01")], []), (1, [trial("2026-11-18", **stands("ACTIVE_NOT_RECRUITING"))], ["now active"]), (2, [trial("2026-09-01")], []), (2, [trial("2026-11-18", **stands("ACTIVE_NOT_RECRUITING"))], [])],
    "a module lost once": [(0, [trial()], []), (1, [trial("2026-11-18", without="outcomesModule")], []), (3, [trial("2026-11-18")], [])],
    "a new arm with a dose": [(0, [trial(**arms_of("Depot 20 mg every 2 weeks"))], []), (1, [trial("2026-11-18", **arms_of("Depot 20 mg every 2 weeks", "Octreotide LAR 30 mg every 4 weeks"))], ["arms"])],
    "status and endpoint in one version": [(0, [trial()], []), (1, [trial("2026-11-18", **stands("COMPLETED"), **endpoint("Overall survival"))], ["completed", "primary outcome"])],
    "status, an hour later enrolment": [(0, [trial()], []), (1, [trial("2026-11-18", **stands("ACTIVE_NOT_RECRUITING"))], ["now active"]), (1, [trial("2026-11-18", **stands("ACTIVE_NOT_RECRUITING"), **patients(302, "ACTUAL"))], ["enrolment"])],
    "SORENTO-2": [(0, [trial()], []), (1, [registered("2026-11-18", "NCT09999999", identificationModule={"nctId": "NCT09999999", "acronym": "SORENTO-2", "briefTitle": "Octreotide depot in lung NET: SORENTO-2"})], [])],
    "the paper, from two databases": [(0, [trial()], []), (1, [paper("41000001", "Octreotide subcutaneous depot in GEP-NET: the SORENTO trial", text=ABSTRACT)], ["SORENTO"]), (2, [crossref("10.1000/paper.41000001", "Octreotide subcutaneous depot in GEP-NET: the SORENTO trial")], []), (2, [europepmc("41000001", "Octreotide subcutaneous depot in GEP-NET: the SORENTO trial", "10.1000/paper.41000001", "MED")], [])],
    "a preprint, then the paper": [(0, [trial()], []), (1, [europepmc("PPR900001", "Octreotide subcutaneous depot in GEP-NET: the SORENTO trial")], ["SORENTO"]), (48, [paper("41000001", "Octreotide subcutaneous depot in GEP-NET: the SORENTO trial", text=ABSTRACT)], ["SORENTO"])],
    "a review that names the trial once": [(0, [trial()], []), (1, [paper("41000002", "Somatostatin analogues in neuroendocrine tumours: a review", text="Analogues are used. Trials such as SORENTO (NCT05050942) are under way. We review octreotide and lanreotide.", types="Review")], [])],
    "a release, its wire, its feed with other keys": [(0, [trial()], []), (1, [news((RELEASE, "https://camurus.example/1", ABSTRACT, after(1)), title="Camurus")], ["SORENTO"]), (2, [news((RELEASE, "https://wire.example/9?x=1", ABSTRACT, after(2)), feed="https://wire.example/rss", title="GlobeNewswire")], []), (5, [news((RELEASE, "https://camurus.example/en/1", ABSTRACT, after(1)), title="Camurus")], [])],
    "an FDA warning, in two of its feeds": [(0, [trial()], []), (1, [warning("FDA warns of gallstones: safety communication on Sandostatin LAR (octreotide)", "FDA reports gallbladder risk with octreotide.", 1)], ["Sandostatin"]), (2, [news(("FDA warns of gallstones: safety communication on Sandostatin LAR (octreotide)", "https://www.fda.gov/safety/2", "FDA reports gallbladder risk with octreotide.", after(1)), feed=_FDA.replace("drugs", "medwatch"), title="MedWatch")], [])],
    "an FDA approval, and a warning of another drug": [(0, [trial()], []), (1, [warning("FDA approves generic lanreotide", "FDA approved a generic of lanreotide for GEP-NET.", 1, "3"), warning("FDA safety warning on metformin", "Metformin recall.", 1, "4")], [])],
    "a company's word on safety": [(0, [trial()], []), (1, [news(("New safety data of lanreotide in acromegaly", "https://ipsen.example/5", "Lanreotide was safe.", after(1)), title="Ipsen")], [])],
    "a paper of years ago": [(0, [trial()], []), (1, [paper("21000001", "Octreotide LAR 30 mg every 3 weeks in midgut NET", day=date(2011, 5, 1))], [])],
    "a retraction of what was never told": [(0, [trial()], []), (1, [paper("31000001", "Octreotide LAR 60 mg in neuroendocrine tumours", day=date(2015, 5, 1))], []), (1, [paper("31000002", "Retraction: Octreotide LAR 60 mg in neuroendocrine tumours", types="Retraction of Publication", comments=about("RetractionOf", "31000001"), text="")], [])],
    "a retraction of what a digest told, from two databases": [(0, [trial(), paper("31000001", "Lanreotide 120 mg every 14 days in neuroendocrine tumours")], []), (120, [], []), (1, [paper("31000002", "Retraction: Lanreotide 120 mg every 14 days in neuroendocrine tumours", types="Retraction of Publication", comments=about("RetractionOf", "31000001"), text="", day=date(2026, 11, 23))], ["Retracted"]), (2, [paper("31000001", "Lanreotide 120 mg every 14 days in neuroendocrine tumours", types="Retracted Publication", comments=about("RetractionIn", "31000002"))], []), (2, [crossref("10.1000/ret", "Retraction: Lanreotide 120 mg every 14 days in neuroendocrine tumours", **{"update-to": [{"DOI": "10.1000/paper.31000001", "type": "retraction"}]})], [])],
    "a doubt, then a retraction, of what was told": [(0, [trial(), paper("31000001", "Lanreotide 120 mg every 14 days in neuroendocrine tumours")], []), (120, [], []), (1, [paper("31000003", "Expression of concern: Lanreotide 120 mg every 14 days in neuroendocrine tumours", types="Expression of Concern", comments=about("ExpressionOfConcernFor", "31000001"), text="", day=date(2026, 11, 23))], ["concern"]), (24, [paper("31000002", "Retraction: Lanreotide 120 mg every 14 days in neuroendocrine tumours", types="Retraction of Publication", comments=about("RetractionOf", "31000001"), text="", day=date(2026, 11, 24))], ["Retracted"])],
    "a correction of what was told, in its own record": [(0, [trial(), paper("31000001", "Lanreotide 120 mg every 14 days in neuroendocrine tumours")], []), (120, [], []), (1, [paper("31000004", "Erratum: Lanreotide 120 mg every 14 days in neuroendocrine tumours", types="Published Erratum", comments=about("ErratumFor", "31000001"), text="", day=date(2026, 11, 23))], ["Corrected"])],
    "the final citation of what was told": [(0, [trial(), paper("31000001", "Lanreotide 120 mg every 14 days in neuroendocrine tumours")], []), (120, [], []), (1, [("pubmed", paper("31000001", "Lanreotide 120 mg every 14 days in neuroendocrine tumours")[1].replace("<JournalIssue>", "<JournalIssue><Volume>9</Volume><Issue>1</Issue>"))], [])],
    "a congress abstract on the trial": [(0, [trial()], []), (1, [crossref("10.1159/000500001", "SORENTO: octreotide subcutaneous depot (CAM2029) versus long-acting analogues in GEP-NET", ABSTRACT)], ["SORENTO"])],
    "the registry's mirror a week later": [(0, [trial()], []), (1, [trial("2026-11-18", **stands("ACTIVE_NOT_RECRUITING"))], ["now active"]), (100, [("ictrp", f"<Trials_downloaded_from_ICTRP><Trial><TrialID>{NUMBER}</TrialID><Public_title>Octreotide subcutaneous depot versus octreotide LAR or lanreotide in GEP-NET</Public_title><Recruitment_Status>Not recruiting</Recruitment_Status><Last_Refreshed_on>21 November 2026</Last_Refreshed_on><Primary_sponsor>Camurus AB</Primary_sponsor></Trial></Trials_downloaded_from_ICTRP>")], [])],
    "an erratum of the trial's own paper, told by alert alone": [(0, [trial()], []), (1, [PAPER], ["SORENTO"]), (20, [paper("41000006", "Erratum: Octreotide subcutaneous depot in GEP-NET: the SORENTO trial", types="Published Erratum", comments=about("ErratumFor", "41000001"), text="")], ["Erratum"])],
    "an erratum of the trial's own paper, after the digest": [(0, [trial()], []), (1, [PAPER], ["SORENTO"]), (120, [], []), (2, [paper("41000006", "Erratum: Octreotide subcutaneous depot in GEP-NET: the SORENTO trial", types="Published Erratum", comments=about("ErratumFor", "41000001"), text="", day=date(2026, 11, 23))], ["Corrected"])],
    "a retraction of the trial's own paper, after the digest": [(0, [trial()], []), (1, [PAPER], ["SORENTO"]), (120, [], []), (2, [paper("41000007", "Retraction: Octreotide subcutaneous depot in GEP-NET: the SORENTO trial", types="Retraction of Publication", comments=about("RetractionOf", "41000001"), text="", day=date(2026, 11, 23))], ["Retracted"])],
    "a retraction of the trial's own paper, told by alert alone": [(0, [trial()], []), (1, [PAPER], ["SORENTO"]), (20, [paper("41000007", "Retraction: Octreotide subcutaneous depot in GEP-NET: the SORENTO trial", types="Retraction of Publication", comments=about("RetractionOf", "41000001"), text="", day=date(2026, 11, 19))], ["Retract"])],
    "the date comes forward by two months and back within a day": [(0, [trial()], []), (1, [trial("2026-11-18", **stands(pcd="2027-06"))], ["primary completion"]), (3, [trial("2026-11-18", **stands(pcd="2027-12"))], ["primary completion"])],
    "enrolment grows twice by nine in a hundred": [(0, [trial()], []), (1, [trial("2026-11-18", **patients(130))], []), (1, [trial("2026-11-18", **patients(141))], [])],
    "results taken down": [(0, [trial()], []), (1, [with_results("2026-11-18")], ["results posted"]), (30, [with_results("2026-11-19", has=False)], ["results"])],
    "withdrawn before the first patient": [(0, [trial()], []), (1, [trial("2026-11-18", **stands("WITHDRAWN", whyStopped="Business decision"), **patients(0, "ACTUAL"))], ["withdrawn", "enrolment"])],
    "on again after a suspension": [(0, [trial(**stands("SUSPENDED", whyStopped="Safety review"))], []), (1, [trial("2026-11-18", **stands("RECRUITING"))], ["recruiting"])],
    "a dose in an arm's name": [(0, [trial(armsInterventionsModule={"armGroups": [{"label": "Depot 20 mg"}], "interventions": []})], []), (1, [trial("2026-11-18", armsInterventionsModule={"armGroups": [{"label": "Depot 10 mg"}], "interventions": []})], ["arms"])],
    "an EMA notice of PRAC": [(0, [trial()], []), (1, [news(("PRAC recommends new measures for lanreotide (Somatuline)", "https://www.ema.europa.eu/en/news/prac-1", "Lanreotide and gallstones.", after(1)), feed="https://www.ema.europa.eu/en/news.xml", title="EMA")], ["PRAC"])],
    "a shortage that is over": [(0, [trial()], []), (1, [warning("Octreotide injection shortage resolved", "The shortage of octreotide acetate is over.", 1, "7")], ["shortage"])],
    "a warning letter to another firm that names octreotide in passing": [(0, [trial()], []), (1, [warning("FDA MedWatch: weekly list", "Items: metformin, octreotide.", 1, "8")], [])],
    "a reader's copy: two papers on the trial within one hour": [(0, [trial()], []), (1, [PAPER, paper("41000011", "Quality of life with octreotide depot: SORENTO", text=ABSTRACT)], ["SORENTO", "SORENTO"])],
    "the paper first as ahead of print, then in its issue under another DOI case": [(0, [trial()], []), (1, [crossref("10.1000/Paper.41000001", "Octreotide subcutaneous depot in GEP-NET: the SORENTO trial", ABSTRACT, issue="")], ["SORENTO"]), (40, [PAPER], [])],
    "a protocol paper of the trial, of 2022": [(0, [trial()], []), (1, [paper("35000001", "Design of SORENTO, a phase 3 trial of octreotide depot", text=ABSTRACT, day=date(2022, 5, 1))], [])],
    "two steps back after a week": [(0, [trial()], []), (1, [trial("2026-11-18", **stands("ACTIVE_NOT_RECRUITING"))], ["now active"]), (170, [trial("2026-11-25", **stands("RECRUITING"))], ["now recruiting"])],
    "flaps for two days": [
        (0, [_RECRUITING], []),
        *((6, [answer], due) for answer, due in zip([_ACTIVE, _RECRUITING] * 4, [["now active"], ["now recruiting"], [], [], ["now active"], ["now recruiting"], [], []], strict=True)),
    ],
    "enrolment given, taken, and given again": [(0, [trial()], []), (1, [trial("2026-11-18", **patients(300))], ["→ 300"]), (6, [trial("2026-11-18", **patients(120))], ["→ 120"]), (40, [trial("2026-11-20", **patients(300))], ["→ 300"])],
    "enrolment that comes back from a little": [(0, [trial()], []), (1, [trial("2026-11-18", **patients(124))], []), (6, [trial("2026-11-18")], [])],
    "the trial's paper, from a library first": [(0, [trial()], []), (1, [("files", "TY  - JOUR\nTI  - Octreotide subcutaneous depot in GEP-NET: the SORENTO trial\nAU  - Ferone, Diego\nPY  - 2026/11/20\nDO  - 10.1000/paper.41000001\nER  - \n")], ["SORENTO"]), (2, [PAPER], [])],
    "a release mended under its address": [(0, [trial()], []), (1, [news((RELEASE, "https://camurus.example/1", ABSTRACT, after(1)), title="Camurus")], ["SORENTO"]), (5, [news((RELEASE.replace("positive ", ""), "https://camurus.example/1", ABSTRACT, after(1)), title="Camurus")], [])],
}  # fmt: skip
