"""Records as bad as they come, as their services would send them: each bears its title, which a reader must get to see."""

import json
from collections.abc import Callable
from datetime import date

import made
from fake_service import Reply

# What is put into a record of PubMed, by where it stands: (what is replaced, what stands there instead).
_IN_PAPERS: dict[str, tuple[str, str]] = {
    "a surrogate": ("</AbstractText>", " half &#xD800; of a sign \ud83d</AbstractText>"),
    "NULs": ("</AbstractText>", " nothing &#0; \x00 \x01</AbstractText>"),
    "a title of 1 MB": ("</ArticleTitle>", " and so on" * 100_000 + "</ArticleTitle>"),
    "a text of 5 MB": ("</AbstractText>", " We gave it again." * 280_000 + "</AbstractText>"),
    "a date of naughts": ("<PubDate><Year>{year}</Year>", "<PubDate><Year>0000</Year><Month>00</Month><Day>00</Day>"),
    "a year of digits": ("<PubDate><Year>{year}</Year>", f"<PubDate><Year>{'9' * 400}</Year>"),
    "a day 31 of February": ("<PubDate><Year>{year}</Year>", "<PubDate><Year>{year}</Year><Month>Feb</Month><Day>31</Day>"),
    "20,000 authors": ("</Abstract>", f"</Abstract><AuthorList>{'<Author><LastName>Berg</LastName><Initials>A</Initials></Author>' * 20_000}</AuthorList>"),
    "markup in 5,000 layers": ("</AbstractText>", f"{'<i>' * 5_000}x{'</i>' * 5_000}</AbstractText>"),
    "unknown markup": ("</AbstractText>", "<script>x</script><p onclick='x'>y</p><![CDATA[<b>z]]></AbstractText>"),
    "an id of 10 kB": ("</ArticleIdList>", f'<ArticleId IdType="doi">10.1000/{"x" * 10_000}</ArticleId></ArticleIdList>'),
    "ids without sense": ("</ArticleIdList>", '<ArticleId IdType="pmc">PMC\u202e</ArticleId><ArticleId IdType="pii"/></ArticleIdList>'),
    "a date of revision that is none": ("<DateRevised><Year>{year}</Year>", "<DateRevised><Year>none</Year>"),
    "no journal": ("<Title>Journal of Examples</Title>", "<Title/>"),
    "an escape for the terminal": ("</AbstractText>", " &#x1b;]0;evil&#x7; \x9b31m =HYPERLINK(1)</AbstractText>"),
    "a mark of another direction": ("</ArticleTitle>", " \u202eevil\u061c\u180e</ArticleTitle>"),
    "links in a ring": ("</MedlineCitation>", "<CommentsCorrectionsList>{ring}</CommentsCorrectionsList></MedlineCitation>"),
    "itself, retracted by itself": ("</MedlineCitation>", '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><PMID>{pmid}</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation>'),
}  # fmt: skip


def paper(kind: str, pmid: str, title: str, day: date) -> bytes:
    """Return a record of PubMed of that kind."""
    ring = "".join(
        f'<CommentsCorrections RefType="{kind}"><PMID>{number}</PMID></CommentsCorrections>'
        for kind in ("ErratumIn", "ErratumFor", "UpdateIn", "UpdateOf", "CommentOn")
        for number in (pmid, int(pmid) - 1, int(pmid) + 1)
    )
    old, new = (
        text.replace("{year}", f"{day.year}").replace("{pmid}", pmid).replace("{ring}", ring)
        for text in _IN_PAPERS[kind]
    )
    whole = made.paper(pmid, title, day).decode()
    assert old in whole
    return whole.replace(old, new, 1).encode("utf-8", "surrogatepass")


def twins(pmid: str, title: str, day: date) -> bytes:
    """Return two records of PubMed under one number."""
    return made.paper(pmid, title, day) + made.paper(pmid, title + " again", day)


_NESTED = "[" * 500 + "]" * 500
_IN_STUDIES: dict[str, Callable[[dict], None]] = {
    "a surrogate": lambda study: study["descriptionModule"].update(briefSummary="half \ud800 of a sign"),
    "a date of naughts": lambda study: study["statusModule"].update(startDateStruct={"date": "0000-00-00"}),
    "a date of words": lambda study: study["statusModule"].update(primaryCompletionDateStruct={"date": ["soon"]}),
    "a number that is none": lambda study: study.update(designModule={"enrollmentInfo": {"count": "many", "type": 7}}),
    "a number of digits": lambda study: study.update(designModule={"enrollmentInfo": {"count": 10**400}}),
    "lists for tables": lambda study: study.update(designModule=[], armsInterventionsModule=[[]], conditionsModule="NET"),
    "tables for lists": lambda study: study.update(conditionsModule={"conditions": {"a": 1}}, outcomesModule={"primaryOutcomes": {}}),
    "nothing for everything": lambda study: study.update(dict.fromkeys(("designModule", "conditionsModule", "outcomesModule", "eligibilityModule"))),
    "5,000 places": lambda study: study.update(contactsLocationsModule={"locations": [{"facility": "x" * 100, "country": "Sweden"}] * 5_000}),
    "depth": lambda study: study["descriptionModule"].update(detailedDescription=json.loads(_NESTED)),
}  # fmt: skip


def study(kind: str, number: str, title: str, day: date) -> dict:
    """Return a study of ClinicalTrials.gov of that kind."""
    whole = made.study(number, title, day)
    _IN_STUDIES[kind](whole["protocolSection"])
    return whole


PAPERS, STUDIES = tuple(_IN_PAPERS), tuple(_IN_STUDIES)
# Answers that take the place of a page once: what came before and comes after is as ever.
PAGES = {
    "JSON 100,000 deep": Reply(b'{"studies": ' + b"[" * 100_000, media_type="application/json"),
    "JSON that is not a number": Reply(b'{"studies": [], "totalCount": NaN}', media_type="application/json"),
    "a next page for ever": Reply(b'{"studies": [], "nextPageToken": "again"}', media_type="application/json"),
    "XML with an entity bomb": Reply(
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "'
        + b"&a;" * 10_000 + b'">]><PubmedArticleSet>' + b"&b;" * 10_000 + b"</PubmedArticleSet>"
    ),
    "XML 100,000 deep": Reply(b"<PubmedArticleSet>" + b"<a>" * 100_000),
}  # fmt: skip
