"""Records as each service shows them, of our own making: a key, a title, the day on which it came, and a text."""

import zlib
from collections.abc import Iterable
from datetime import date
from html import escape

from fake_registers import Registration

DAY = date(2026, 11, 20)
TEXT = (
    "We gave lanreotide 120 mg every 14 days to patients with neuroendocrine tumours that had progressed. "
    "Median progression-free survival was 9 months. Nobody stopped treatment."
)


def paper(pmid: str, title: str, day: date = DAY, text: str = TEXT) -> bytes:
    """Return a record of PubMed."""
    on = f"<Year>{day.year}</Year><Month>{day.month}</Month><Day>{day.day}</Day>"
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><DateRevised>{on}</DateRevised><Article>"
        f"<Journal><Title>Journal of Examples</Title><JournalIssue><PubDate><Year>{day.year}</Year></PubDate></JournalIssue>"
        f"</Journal><ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>{text}</AbstractText></Abstract></Article>"
        f'</MedlineCitation><PubmedData><History><PubMedPubDate PubStatus="entrez">{on}</PubMedPubDate></History>'
        f'<ArticleIdList><ArticleId IdType="doi">10.1000/paper.{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>'
    ).encode()


def study(number: str, title: str, day: date = DAY, text: str = TEXT) -> dict:
    """Return a study of ClinicalTrials.gov."""
    return {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": title},
            "statusModule": {"overallStatus": "RECRUITING", "lastUpdatePostDateStruct": {"date": f"{day}"}},
            "descriptionModule": {"briefSummary": text},
        }
    }


def result(id_: str, title: str, day: date = DAY, text: str = TEXT, *, source: str = "PPR", doi: str = "") -> dict:
    """Return a result of Europe PMC: a preprint where no other database is named."""
    return {
        "id": id_,
        "source": source,
        "doi": doi or f"10.21203/rs.3.rs-{id_.lower()}/v1",
        "title": title,
        "authorString": "Berg A, Ek C.",
        "pubYear": f"{day.year}",
        "abstractText": text,
        "pubTypeList": {"pubType": ["Preprint" if source == "PPR" else "Journal Article"]},
        "firstIndexDate": f"{day}",
        "firstPublicationDate": f"{day}",
    }


def work(doi: str, title: str, day: date = DAY, text: str = "", *, issn: str = "0028-3835") -> dict:
    """Return a work of Crossref: an abstract in the supplement of a journal."""
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "container-title": ["Neuroendocrinology"],
        "ISSN": [issn],
        "issue": "Suppl 1",
        "author": [{"given": "Anna", "family": "Berg"}],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "created": {"date-time": f"{day}T08:00:00Z"},
        **({"abstract": f"<jats:p>{text}</jats:p>"} if text else {}),
    }


def seen_by_openalex(doi: str, title: str, day: date = DAY, text: str = TEXT) -> dict:
    """Return a work of OpenAlex."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(text.split()):
        places.setdefault(word, []).append(place)
    return {
        "id": f"https://openalex.org/W{zlib.crc32(doi.encode())}",
        "doi": f"https://doi.org/{doi}",
        "title": title,
        "type": "article",
        "publication_date": f"{day}",
        "authorships": [{"author": {"display_name": "Anna Berg"}}],
        "abstract_inverted_index": places,
    }


def version(doi: str, title: str, day: date = DAY, text: str = TEXT, *, number: int = 1) -> dict:
    """Return a version of a preprint as medRxiv tells it."""
    told = {"doi": doi, "title": title, "abstract": text, "date": f"{day}", "version": f"{number}"}
    return told | {"authors": "Berg, A.; Ek, C.", "type": "new results", "published": "NA", "server": "medRxiv"}


def european(number: str, title: str, day: date = DAY, text: str = TEXT) -> tuple[dict, dict]:
    """Return a trial of CTIS: its line in a search and its dossier."""
    line = {"ctNumber": number, "ctTitle": title, "ctStatus": 4}
    line |= {"lastUpdated": f"{day:%d/%m/%Y}", "lastPublicationUpdate": f"{day:%d/%m/%Y}"}
    details = {
        "clinicalTrialIdentifiers": {"fullTitle": title},
        "trialInformation": {"trialObjective": {"mainObjective": text}},
    }
    part = {"trialDetails": details, "medicalConditions": [{"medicalCondition": "Neuroendocrine tumour"}]}
    dossier = {"ctNumber": number, "ctPublicStatusCode": 4, "publishDate": f"{day}T03:38:55.439869754"}
    return line, dossier | {"authorizedApplication": {"authorizedPartI": part}}


def protocol(number: str, title: str, day: date = DAY, text: str = TEXT) -> str:
    """Return one country's protocol as the EU Clinical Trials Register lets it be downloaded."""
    return (
        f"Summary\nEudraCT Number: {number}\nNational Competent Authority: Spain - AEMPS\nTrial Status: Ongoing\n"
        f"Date on which this record was first entered in the EudraCT database: {day}\n\n"
        f"A. Protocol Information\nA.1 Member State Concerned: Spain - AEMPS\nA.2 EudraCT number: {number}\n"
        f"A.3 Full title of the trial: {title}\nE.1.1 Medical condition(s) being investigated: Neuroendocrine tumours\n"
        f"E.2.1 Main objective of the trial: {text}\n"
    )


def registration(number: str, title: str, day: date = DAY, text: str = TEXT) -> Registration:
    """Return a trial of ISRCTN."""
    edited = f"{day}T15:09:37.000Z"
    return Registration(
        f'<fullTrial><trial lastUpdated="{edited}" version="1"><isrctn>{number.removeprefix("ISRCTN")}</isrctn>'
        f"<trialDescription><title>{title}</title><studyHypothesis>{text}</studyHypothesis></trialDescription>"
        "<conditions><condition><description>Neuroendocrine tumours</description></condition></conditions></trial></fullTrial>",
        edited,
    )


def abstract_page(volume: int, number: str, title: str, text: str = TEXT) -> bytes:
    """Return a page of Endocrine Abstracts."""
    return (
        f"<!DOCTYPE html><html><head><title>Endocrine Abstracts</title></head><body><div>Endocrine Abstracts (2026) {volume} "
        f"{number} | DOI: 10.1530/endoabs.{volume}.{number}</div><div>UKINETS2026 Poster Presentations (31 abstracts)</div>"
        f"<h1>{title}</h1><p>Anna Berg &amp; Carl Ek</p><p>{text}</p><div>Article tools</div></body></html>"
    ).encode()


def rss(items: Iterable[tuple[str, str]], day: date = DAY, text: str = TEXT) -> bytes:
    """Return a feed of (key, title)."""
    written = "".join(
        f'<item><title>{escape(title)}</title><link>https://example.org/news/{key}</link><guid isPermaLink="false">{key}</guid>'
        f"<description>{text}</description><pubDate>{day:%a, %d %b %Y} 08:00:00 +0000</pubDate></item>"
        for key, title in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{written}</channel></rss>'.encode()


def atom(items: Iterable[tuple[str, str]], day: date = DAY, text: str = TEXT) -> bytes:
    """Return a feed of (key, title), in Atom."""
    written = "".join(
        f"<entry><id>tag:example.org,2026:{key}</id><title>{escape(title)}</title><summary>{text}</summary>"
        f'<link href="https://example.org/news/{key}"/><updated>{day}T08:00:00Z</updated></entry>'
        for key, title in items
    )
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{written}</feed>'.encode()
    )


def news_page(titles: Iterable[str], day: date = DAY, text: str = TEXT) -> bytes:
    """Return a web page with one ``article`` a piece of news."""
    written = (f'<article><time datetime="{day}"></time><h2>{title}</h2><p>{text}</p></article>' for title in titles)
    return f"<!DOCTYPE html><html><head><title>News</title></head><body>{''.join(written)}</body></html>".encode()
