"""A study as one dated thread: every member in its place, under its name, with its address."""

import dataclasses
from datetime import timedelta

import pytest

import samples
from digests.alerts import alerts
from digests.build import build
from digests.build.watched import last_moved, thread
from watcher.changes import compare
from watcher.model import (
    Id,
    Kind,
    Link,
    LinkKind,
    PartialDate,
    PostedOutcome,
    PostedValue,
    SourceClass,
    Tier,
    Trial,
    TrialDate,
    TrialFacts,
    Venue,
)

POSTED = TrialDate(date=PartialDate(2027, 3, 1), kind="ACTUAL")


def publication(item, when, *tags, kind=Kind.ARTICLE, speaker=SourceClass.JOURNAL, corrects=None):
    record = samples.record(
        str(item),
        f"Publication {item}",
        kind=kind,
        published=when,
        ids=frozenset({Id("pmid", str(item))}),
        venue=Venue(title="A Journal"),
    )
    link = Link(kind=corrects, subject=record.key, object=Id("pmid", "2"), because="pubmed says") if corrects else None
    judged = samples.score(Tier.WATCHED, *tags, source_class=speaker, trials=("SORENTO",))
    return samples.dossier(item, record, judged, links=((link, 2, "Methodology"),) if link else ())


def status(*publications, posted=None, twins=()):
    known = samples.sorento()
    (record,) = known.dossier.item.records
    facts = dataclasses.replace(record.trial, results_first_posted=posted)
    item = dataclasses.replace(known.dossier.item, records=(dataclasses.replace(record, trial=facts),))
    return dataclasses.replace(
        known, dossier=dataclasses.replace(known.dossier, item=item), publications=publications, twins=twins
    )


def test_a_study_is_one_thread_from_its_registration_to_its_results():
    found = thread(
        status(
            publication(7, PartialDate(2026, 12, 20), "RCT", "phase 3"),
            publication(6, PartialDate(2026, 12, 1), kind=Kind.NEWS, speaker=SourceClass.COMPANY),
            publication(5, PartialDate(2026, 10), "abstract", kind=Kind.ABSTRACT, speaker=SourceClass.CONGRESS),
            publication(4, PartialDate(2025), "abstract", kind=Kind.ABSTRACT, speaker=SourceClass.CONGRESS),
            publication(3, PartialDate(2024, 3), "notice", kind=Kind.NOTICE, corrects=LinkKind.CORRECTS),
            publication(2, PartialDate(2024, 1, 16), "protocol", "phase 3"),
            posted=POSTED,
        )
    )

    assert [(point.date, point.member) for point in found if point.member] == [
        ("2021-09-21", "registration"),
        ("2024-01-16", "protocol"),
        ("2024-03", "correction"),
        ("2025", "abstract"),
        ("2026-10", "abstract"),
        ("2026-12-01", "press release"),
        ("2026-12-20", "article"),
        ("2027-03-01", "results posted"),
    ]
    assert all(point.url for point in found if point.member)


@pytest.mark.parametrize(
    ("made", "member"),
    [
        (publication(2, PartialDate(2024), "review"), "review"),
        (publication(2, PartialDate(2024), "RCT", "phase 3", "protocol"), "protocol"),
        (publication(2, PartialDate(2024), "RCT", corrects=LinkKind.CORRECTS), "correction"),
        (publication(2, PartialDate(2024), corrects=LinkKind.RETRACTS), "retraction"),
        (publication(2, PartialDate(2024), corrects=LinkKind.CONCERN_ABOUT), "expression of concern"),
        (publication(2, PartialDate(2024), kind=Kind.NOTICE), "correction"),
        (publication(2, PartialDate(2024), kind=Kind.PREPRINT), "preprint"),
        (publication(2, PartialDate(2024), kind=Kind.COMMENT), "comment"),
        (publication(2, PartialDate(2024), kind=Kind.NEWS, speaker=SourceClass.TRADE_NEWS), "news"),
        (publication(2, PartialDate(2024)), "article"),
    ],
)
def test_a_member_is_called_what_it_is(made, member):
    assert [point.member for point in thread(status(made)) if point.kind == "publication"] == [member]


def test_a_member_without_a_date_stands_at_the_end_with_none_invented():
    found = thread(status(publication(2, None), publication(3, PartialDate(2030))))

    assert [point.date for point in found][-2:] == ["2030", ""]


def test_every_registry_of_the_trial_is_in_its_thread():
    other = samples.record(
        "2021-000849-40",
        "SORENTO",
        source="euctr",
        kind=Kind.REGISTRATION,
        ids=frozenset({Id("eudract", "2021-000849-40")}),
        trial=TrialFacts(
            registry="EU CTR", first_posted=TrialDate(date=PartialDate(2021, 8)), results_first_posted=POSTED
        ),
    )

    found = thread(status(twins=(Trial(id=90, records=(other,)),)))

    assert [(point.date, point.label, point.member) for point in found if "EU CTR" in point.label] == [
        ("2021-08", "registered in EU CTR", "registration"),
        ("2027-03-01", "results posted in EU CTR", "results posted"),
    ]


def test_a_new_member_or_a_change_moves_the_card():
    quiet = samples.sorento()
    old = dataclasses.replace(quiet.dossier, first_seen=samples.NOW - timedelta(days=400))
    quiet = dataclasses.replace(quiet, dossier=old, publications=())
    newer = dataclasses.replace(publication(9, PartialDate(2026, 11)), first_seen=samples.NOW - timedelta(days=1))

    assert last_moved(quiet) == quiet.last_change
    assert last_moved(dataclasses.replace(quiet, publications=(newer,))) == newer.first_seen
    assert last_moved(dataclasses.replace(quiet, last_change=samples.NOW)) == samples.NOW
    assert last_moved(dataclasses.replace(quiet, dossier=None, last_change=None)) is None


def test_posted_results_are_told_with_all_their_numbers_and_lead_to_where_they_are():
    quiet = samples.sorento()
    own, *others = quiet.dossier.item.records
    values = tuple(
        PostedValue(group=arm, value=months, n="166") for arm, months in (("CAM2029", "24.8"), ("LAR", "19.3"))
    )
    posted = (PostedOutcome(measure="PFS", values=values, statistic="median", unit="months"),)
    address = "https://clinicaltrials.gov/study/NCT05050942?tab=results"
    facts = dataclasses.replace(own.trial, has_results=True, results_url=address, posted=posted)
    after = dataclasses.replace(own, trial=facts)
    changes = compare(own, after, samples.NOW)
    item = dataclasses.replace(quiet.dossier.item, records=(after, *others))
    status = dataclasses.replace(quiet, dossier=dataclasses.replace(quiet.dossier, item=item, changes=changes))

    (alert,) = alerts([status], [])
    panel = build(samples.TOPIC, samples.PERIOD, (), [status], samples.COMPLETE, now=samples.NOW).watched[0]

    said = "PFS: median 24.8 months [CAM2029{n}] against 19.3 months [LAR{n}]"
    assert alert.subject == f"SORENTO: results posted: {said.format(n='')}"
    assert alert.text.splitlines()[0] == f"Results: posted; {said.format(n=', n = 166')}"
    assert dict(panel.facts)["Primary outcome"] == said.format(n=", n = 166")
    assert alert.url == panel.url == address
