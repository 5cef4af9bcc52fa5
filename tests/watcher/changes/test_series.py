"""Registrations as they were on two days: what a reader is told, and what is the registry's own churn."""

import csv
import gzip
import json
from dataclasses import replace
from random import Random

import pytest

from fakes import NOW, page, payloads, real
from sources.clinicaltrials import Source
from watcher.changes import compare, fingerprint
from watcher.changes.fields import trial_fields
from watcher.model import Record, Weight
from watcher.normalise import normalise

HIGH, MEDIUM, LOW, NOISE = Weight
# Each pair of days, with all that is told of it: weight, field, after, note.
TOLD = {
    "NCT05009069_2026-02-26 NCT05009069_2026-02-28": [(LOW, "references", "PMID 41529226", "")],
    "NCT05294952_2026-02-28 NCT05294952_2026-03-03": [
        (HIGH, "overall status", "unknown", ""),
        (LOW, "last known status", "not yet recruiting", ""),
    ],
    "NCT05537740_2026-02-10 NCT05537740_2026-02-11": [],  # a link to the sponsor's own page
    "NCT05935098_2026-03-13 NCT05935098_2026-03-14": [
        (HIGH, "overall status", "terminated", ""),
        (HIGH, "why stopped", "This decision was conducted by the sponsor", ""),
        (HIGH, "primary completion date", "2026-01-27 (actual)", "comes forward by 14 months"),
        (HIGH, "completion date", "2026-01-27 (actual)", "comes forward by 14 months"),
        (HIGH, "enrolment", "99 (actual)", "-164"),
    ],
    "NCT06646627_2026-02-05 NCT06646627_2026-02-10": [
        (HIGH, "primary completion date", "2026-07 (estimated)", "slips by 7 months"),
        (HIGH, "completion date", "2026-07 (estimated)", "slips by 7 months"),
    ],
    "NCT06754501_2026-02-18 NCT06754501_2026-02-19": [
        (HIGH, "overall status", "active not recruiting", ""),
        (HIGH, "enrolment", "4 (actual)", "-31"),
        (NOISE, "contacts and sites", "1 as they are", ""),
    ],
    "NCT06825494_2026-03-13 NCT06825494_2026-03-14": [],  # coordinates only
    "NCT06864598_2026-02-03 NCT06864598_2026-02-05": [],  # the registry's version stamp only
    "NCT06911827_2026-02-25 NCT06911827_2026-02-26": [
        (HIGH, "overall status", "recruiting", ""),
        (MEDIUM, "start date", "2025-05-09 (actual)", "slips by 1 month"),
        (LOW, "countries", "China", ""),
        (NOISE, "contacts and sites", "1 as they are", ""),
    ],
    "NCT07011550_2026-02-19 NCT07011550_2026-02-20": [
        (HIGH, "overall status", "suspended", ""),
        (HIGH, "why stopped", "FDA", ""),
        (HIGH, "enrolment", "7 (actual)", "-33"),
        (MEDIUM, "start date", "2025-08-15 (actual)", "comes forward by 3 months"),
        (NOISE, "contacts and sites", "1 as they are", ""),
    ],
}


@pytest.mark.parametrize("pair", TOLD)
def test_two_days_of_a_registration_tell_exactly_what_moved(pair):
    for before, after in read(pair):
        changes = compare(before, after, NOW)

        assert [(c.weight, c.field, c.note) for c in changes] == [(w, field, note) for w, field, _, note in TOLD[pair]]
        for change, (_, _, said, _) in zip(changes, TOLD[pair], strict=True):
            assert change.after.startswith(said)
        assert (fingerprint(before) == fingerprint(after)) == (not changes)


@pytest.mark.parametrize("pair", TOLD)
def test_the_way_back_tells_of_the_same_fields(pair):
    for before, after in read(pair):
        assert {c.field for c in compare(after, before, NOW)} == {c.field for c in compare(before, after, NOW)}


def test_every_pair_of_days_that_was_recorded_is_in_the_table():
    files = {path.stem.rsplit("_", 1)[0] for path in real("ctgov/series").glob("*.json")}

    assert files == {day for pair in TOLD for day in pair.split()}


def test_a_status_that_flips_in_the_record_of_all_changes_is_told_where_both_days_are_at_hand():
    with real("ctgov/series/CHANGES.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    at_hand = {f"{row['nct']}_{row['seen_before']} {row['nct']}_{row['seen_after']}": row for row in rows}

    for pair in TOLD.keys() & at_hand.keys():
        row, fields = at_hand[pair], [{c.field for c in compare(*days, NOW)} for days in read(pair)]
        assert {"overall status" in each for each in fields} == {row["status_before"] != row["status_after"]}


def test_a_thousand_registrations_do_not_differ_from_themselves_in_any_order():
    with gzip.open(real("ctgov/bulk_1178_studies_trimmed.jsonl.gz"), "rt", encoding="utf-8") as lines:
        studies = [json.loads(line) for line in lines]
    found = Source().parse(page(json.dumps({"studies": studies})))
    records = [normalise(record) for record in found if isinstance(record, Record)]

    assert len(records) > 1_000
    for record in records:
        assert compare(record, record, NOW) == ()
        assert compare(record, shuffled(record), NOW) == ()


def test_some_twenty_fields_carry_news():
    assert sum(field.weight is not NOISE for field in trial_fields()) >= 20


def read(pair):
    """Return the two records of a pair of days: as we made them, and as they were recorded where that is at hand."""
    earlier, later = pair.split()
    return list(zip(each(f"{earlier}_a"), each(f"{later}_b"), strict=True))


def each(name):
    for study in payloads(f"ctgov/series/{name}.json"):
        (record,) = Source().parse(page(b'{"studies": [' + study + b"]}"))
        yield normalise(record)


def shuffled(record):
    """Return the registration with every one of its lists in another order."""
    draw, facts = Random(7), record.trial
    lists = {name: value for name in facts.__slots__ if isinstance(value := getattr(facts, name), tuple)}
    return replace(
        record,
        trial=replace(facts, **{name: tuple(draw.sample(value, len(value))) for name, value in lists.items()}),
    )
