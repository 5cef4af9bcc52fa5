import pytest

from fakes import NOW, FakeClient, page, payloads
from golden import check, pairs
from sources.ictrp import Source
from watcher.errors import ParseError
from watcher.model import Enrolment, Id, Notice, PartialDate, Query

QUERY = Query(topic="t", groups=(), until=NOW)


@pytest.mark.parametrize("path", pairs("ictrp"), ids=lambda path: path.name)
def test_an_export_reads_as_it_should(path):
    check(Source(), path)


def test_a_recorded_export_reads():
    for body in payloads("ictrp/export_fragment_2026-10-04.xml"):
        (record,) = Source().parse(page(body))

        assert record.ids == {Id("chictr", "ChiCTR2600132949")}
        assert record.published == PartialDate(2026, 9, 20)
        assert record.updated.isoformat() == "2026-09-21T00:00:00+00:00"
        assert record.trial.enrolment == Enrolment(count=147, kind="estimated")
        assert (record.trial.overall_status, record.trial.last_known_status) == ("NOT_RECRUITING", "")
        assert record.trial.eligibility.splitlines()[1] == "..."


@pytest.mark.parametrize(
    ("fields", "registered"),
    [
        (
            "<Date_registration3>20260920</Date_registration3><Date_registration>01/02/2003</Date_registration>",
            "2026-09-20",
        ),
        ("<Date_registration>2026-09-20</Date_registration>", "2026-09-20"),
        ("<Date_registration>20/09/2026</Date_registration>", "2026-09-20"),
        ("<Date_registration>09/20/2026</Date_registration>", ""),
        ("<Date_registration3>20261399</Date_registration3>", ""),
    ],
)
def test_a_date_is_read_in_the_order_that_is_sure(fields, registered):
    trial = f"<Trial><TrialID>DRKS00000001</TrialID><Public_title>t</Public_title>{fields}</Trial>"

    (record,) = Source().parse(page(f"<Trials_downloaded_from_ICTRP>{trial}</Trials_downloaded_from_ICTRP>"))

    assert (record.published.iso if record.published else "") == registered


def trial_with(fields):
    trial = f"<Trial><TrialID>DRKS00000001</TrialID><Public_title>t</Public_title>{fields}</Trial>"
    (record,) = Source().parse(page(f"<Trials_downloaded_from_ICTRP>{trial}</Trials_downloaded_from_ICTRP>"))
    return record.trial


@pytest.mark.parametrize(
    ("size", "count"),
    [
        ("120", 120),
        ("1,200", 1200),
        ("Treatment:60;Control:60", 120),
        ("Experimental group 1:49; Control group:49;", 98),
        ("Total: 90; A: 60; B: 30", 90),
        ("Group A：30；Group B：30", 60),
        ("60 participants", 60),
        ("A:60;B:", None),
        ("about sixty", None),
        ("60-80", None),
        ("", None),
    ],
)
def test_a_size_is_the_sum_of_its_arms_or_none(size, count):
    enrolment = trial_with(f"<Target_size>{size}</Target_size>").enrolment

    assert (enrolment.count if enrolment else None) == count


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("August 15, 2020", "2020-08-15"),
        ("May 2026", "2026-05"),
        ("15/08/2020", "2020-08-15"),
        ("2020-08-15", "2020-08-15"),
        ("20200815", "2020-08-15"),
        ("2020-08-15 00:00:00", "2020-08-15"),
        ("15 August 2020", "2020-08-15"),
        ("August 32, 2020", ""),
    ],
)
def test_the_start_is_read_in_every_style_of_the_registries(said, date):
    start = trial_with(f"<Date_enrollement>{said}</Date_enrollement>").start

    assert (start.date.iso if start else "") == date


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", "not XML"),
        (b"<html/>", "<html> where"),
        (b"<Trials_downloaded_from_ICTRP/>", "no Trial"),
    ],
)
def test_what_is_no_export_is_an_error(body, where):
    with pytest.raises(ParseError, match=where):
        list(Source().parse(page(body)))


def test_the_folder_is_read_by_name(tmp_path):
    (tmp_path / "b.xml").write_bytes(b"2")
    (tmp_path / "a.xml").write_bytes(b"1")
    (tmp_path / "notes.txt").write_bytes(b"3")

    pages = list(Source(folder=str(tmp_path)).pages(QUERY, FakeClient({})))

    assert [(page.body, page.retrieved) for page in pages] == [(b"1", NOW), (b"2", NOW)]


@pytest.mark.parametrize("folder", ["", "no/such/folder"])
def test_a_folder_without_exports_is_said(folder):
    (notice,) = Source(folder=folder).pages(QUERY, FakeClient({}))

    assert isinstance(notice, Notice)
    assert notice.incomplete


@pytest.mark.parametrize(
    ("fields", "read", "expected"),
    [
        ("<Target_size>49</Target_size>", lambda r: r.trial.enrolment.count, 49),
        ("<Target_size>group A:49;group B:49</Target_size>", lambda r: r.trial.enrolment.count, 98),
        ("<Target_size>\u00b2</Target_size>", lambda r: r.trial.enrolment, None),
        ("<Target_size>99999999999999</Target_size>", lambda r: r.trial.enrolment, None),
        ("<Acronym>  A &lt;br&gt; B&amp;#x0D; </Acronym>", lambda r: r.trial.acronym, "A B"),
        ("<Condition>NET;&lt;br&gt;carcinoid;NET</Condition>", lambda r: r.subjects, ("NET", "carcinoid")),
        ("<Phase>Phase II/III</Phase>", lambda r: r.trial.phases, ("PHASE2", "PHASE3")),
        ("<Recruitment_Status>Recruiting</Recruitment_Status>", lambda r: r.trial.overall_status, "RECRUITING"),
        ("<Last_Refreshed_on>21 September 2026</Last_Refreshed_on>", lambda r: r.updated.isoformat(), "2026-09-21T00:00:00+00:00"),
        ("<results_yes_no>Yes</results_yes_no>", lambda r: r.trial.has_results, True),
        ("<results_yes_no/>", lambda r: r.trial.has_results, False),
        ("<Countries>Japan;Australia</Countries>", lambda r: r.trial.countries, ("Australia", "Japan")),
    ],
)  # fmt: skip
def test_a_field_is_read_as_it_is_meant(fields, read, expected):
    trial = f"<Trial><TrialID>DRKS00000001</TrialID><Public_title>t</Public_title>{fields}</Trial>"

    (record,) = Source().parse(page(f"<Trials_downloaded_from_ICTRP>{trial}</Trials_downloaded_from_ICTRP>"))

    assert read(record) == expected


@pytest.mark.parametrize(
    ("fields", "where", "reason"),
    [
        ("<Public_title>t</Public_title>", "number 1", "no TrialID"),
        ("<TrialID>DRKS00000001</TrialID>", "DRKS00000001", "no Public_title and no Scientific_title"),
    ],
)
def test_a_trial_that_cannot_be_read_is_named_and_costs_no_neighbour(fields, where, reason):
    good = "<Trial><TrialID>DRKS00000002</TrialID><Scientific_title>u</Scientific_title></Trial>"
    body = f"<Trials_downloaded_from_ICTRP><Trial>{fields}</Trial>{good}</Trials_downloaded_from_ICTRP>"

    bad, kept = Source().parse(page(body))

    assert (bad.where, bad.reason) == (where, reason)
    assert kept.title == "u"
