"""Search finds what is there, shows why, and is always in step with the records."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import MONDAY, TOPIC, link, record, registration, save

from watcher.model import (
    Arm,
    Figure,
    Id,
    NotUnderstood,
    PartialDate,
    Regimen,
    SameAs,
    Score,
    Span,
    Tier,
    TrialDate,
    TrialFacts,
    Venue,
)
from watcher.store.rows import insert
from watcher.store.search import TIERS, Filters, search_file
from watcher.store.store import Store

REGIMEN = Regimen(
    drug="lanreotide",
    text="120 mg every 14 days",
    span=Span(field="title", start=0, end=1),
    dose_mg=120,
    interval_days=14,
    multiple_of_label=2.0,
)
PFS = Figure(
    measure="HR",
    value=0.77,
    outcome="PFS",
    sentence="x",
    span=Span(field="abstract", start=0, end=1),
    at=Span(field="abstract", start=0, end=1),
)
STRONG = Score(tier=Tier.CORE, value=0.9, tags=("RCT", "PFS"), regimens=(REGIMEN,), trials=("SORENTO",))


@pytest.fixture(scope="module")
def store():
    """Return a store with five items about somatostatin analogues."""
    with Store.open() as opened:
        save(
            opened,
            record(
                "1",
                title="Lanreotide autogel 120 mg every 14 days in neuroendocrine tumours",
                text="Progression-free survival; the hazard ratio was 0·77. Dose-escalation was safe.",
                people=["Pavel", "Ćwikła", "O'Toole", "Dromain"],
                published=PartialDate(2021, 11),
                venue=Venue(title="European Journal of Cancer"),
                ids=frozenset({Id("pmid", "1"), Id("doi", "10.1016/j.ejca.2021.06.056")}),
            ),
            score=STRONG,
            figures=[PFS],
        )
        save(opened, record("2", title="Octreotide LAR in carcinoid", published=PartialDate(1999)), score=None)
        save(
            opened,
            record("3", title="Pasireotide in acromegaly", published=PartialDate(2024, 3, 5)),
            score=Score(tier=Tier.ADJACENT, value=0.1),
        )
        arms = (Arm(label="CAM2029", description="20 mg subcutaneous every two weeks"),)
        save(
            opened,
            registration(
                trial=TrialFacts(
                    registry="clinicaltrials",
                    acronym="SORENTO",
                    arms=arms,
                    countries=("Sweden",),
                    overall_status="RECRUITING",
                    phases=("PHASE3",),
                )
            ),
            score=None,
        )
        report = record("5", title="Design of a phase 3 study", published=PartialDate(2025))
        save(opened, report, score=None, links=[link(report, Id("nct", "NCT05050942"))])
        yield opened


def found(store, text, **filters):
    """Return what has all of the query."""
    return sorted(hit.item for hit in store.index.search(text, Filters(**filters)) if not hit.missing)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("lanreotide", [1]),
        ("LANREOTIDE", [1]),
        ("somatuline", [1]),
        ("tumor", [1]),
        ("neuroendocrine tumor", [1, 4]),
        ('"neuroendocrine tumors"', [1]),
        ('"tumours neuroendocrine"', []),
        ("dose-escalation", [1]),
        ("dose escalations", [1]),
        ("escalat*", [1]),
        ("HR 0.77", [1]),
        ("PFS", [1]),
        ("Cwikla", [1]),
        ("author:Pavel", [1]),
        ("title:Pavel", []),
        ("O'Toole", [1]),
        ("10.1016/j.ejca.2021.06.056", [1]),
        ("doi:10.1016/j.ejca.2021.06.056", [1]),
        ("PMID:2", [2]),
        ("NCT05050942", [4, 5]),
        ("https://clinicaltrials.gov/study/NCT05050942?term=x", [4, 5]),
        ("NCT 05050942", [4, 5]),
        ("PMID2", [2]),
        ("pmid:2", [2]),
        ("https://doi.org/10.1016/j.ejca.2021.06.056", [1]),
        ("10.1016/j.ejca.2021.06.056.", [1]),
        ("sorento", [4]),
        ("CAM2029", [4]),
        ("q2w", [1, 4]),
        ("long-acting release", [2]),
        ("lanreotyde", [1]),
        ("octreotid every two weks", []),
        ("Pavel 2021", [1]),
        ("does lanreotide help", [1]),
        ("year:2021..2024", [1, 3]),
        ("tier:core is:unsent", [1]),
        ("kind:registration OR pasireotide", [3, 4]),
        ("regimen:>=60mg/4w", [1]),
        ("trial:SORENTO", [1, 4, 5]),
        ("author:Cwikla", [1]),
        ("has:figures", [1]),
        ("outcome:pfs", [1]),
        ("has:regimen", [1]),
        ("country:SE status:recruiting phase:3", [4]),
        ("is:retracted", []),
        ("LAR", [2]),
        ("lanreotide OR octreotide", [1, 2, 4]),
        ("lanreotide octreotide", []),
        ("octreotide NOT carcinoid", [4]),
        ("-octreotide", [1, 3, 5]),
        ("octreo*", [2, 4]),
        ("journal:cancer", [1]),
        ("nowhere", []),
        ("++", []),
        ("", [1, 2, 3, 4, 5]),
    ],
)
@pytest.mark.threat("T55")
def test_what_is_typed_finds_what_is_meant(store, text, items):
    assert found(store, text) == items


@pytest.mark.parametrize(
    ("filters", "items"),
    [
        ({"since": "2021"}, [1, 3, 5]),
        ({"since": "2021-11-30"}, [1, 3, 5]),
        ({"since": "2021-12"}, [3, 5]),
        ({"until": "2021"}, [1, 2]),
        ({"until": "2024-03-05"}, [1, 2, 3]),
        ({"until": "2024-03-04"}, [1, 2]),
        ({"since": "2024-01-01", "until": "2024-12-31"}, [3]),
        ({"sources": ("clinicaltrials",)}, [4]),
        ({"kinds": ("article",)}, [1, 2, 3, 5]),
        ({"tier": "core"}, [1]),
        ({"tier": "off"}, [1, 3]),
        ({"tier": "core", "topic": TOPIC}, [1]),
        ({"tier": "core", "topic": "another"}, []),
        ({"outcomes": ("pfs",)}, [1]),
        ({"outcomes": ("OS",)}, []),
        ({"designs": ("rct",)}, [1]),
        ({"sent": True}, []),
        ({"sent": False, "kinds": ("registration",)}, [4]),
        ({"countries": ("se",)}, [4]),
        ({"countries": ("Norway",)}, []),
        ({"statuses": ("recruiting",)}, [4]),
        ({"phases": ("III",)}, [4]),
        ({"has_results": False}, [4]),
        ({"min_intensity": 2.0}, [1]),
        ({"min_intensity": 2.1}, []),
        ({"trial": "nct05050942"}, [4, 5]),
        ({"trial": "Sorento"}, [1, 4, 5]),
        ({"trial": "Sorent"}, []),
        ({"trial": "NCT00000000"}, []),
    ],
)
def test_filters_let_through_what_they_say(store, filters, items):
    assert found(store, "", **filters) == items
    assert set(found(store, "lanreotide OR octreotide OR phase", **filters)) <= set(items)


def test_a_hit_shows_what_a_list_needs(store):
    (hit,) = store.index.search("escalation")

    assert hit.title.startswith("Lanreotide autogel")
    assert hit.authors == "Pavel, Ćwikła, O'Toole, et al."
    assert (hit.venue, hit.published, hit.kind, hit.tier) == (
        "European Journal of Cancer",
        "2021-11",
        "article",
        "core",
    )
    assert hit.ids == ("doi:10.1016/j.ejca.2021.06.056", "pmid:1")
    assert hit.tags == ("RCT", "PFS")
    assert "[escalation]" in hit.snippet.replace("[Dose-escalation]", "[escalation]")
    assert hit.score > 0


def test_a_word_in_the_title_counts_most(store):
    save(store, record("6", title="A review", text="Pasireotide " + "and much else " * 30), score=None)
    try:
        assert [hit.item for hit in store.index.search("pasireotide")] == [3, 6]
    finally:
        store.decisions.merge(6, 5, because="tidy", by="test", now=MONDAY)


def test_sorting_by_date_puts_the_newest_first_and_the_limit_holds(store):
    assert [hit.published for hit in store.index.search("", limit=3)] == ["2025", "2024-03-05", "2021-11"]
    assert [hit.published for hit in store.index.search("octreotide OR lanreotide", sort="date")][:2] == [
        "2021-11",
        "1999",
    ]
    assert store.index.search("lanreotide", limit=0) == ()


def test_the_tiers_are_those_of_the_model():
    assert tuple(Tier) == TIERS


def test_a_file_is_searched_without_the_rest_of_the_store(tmp_path):
    with Store.open(tmp_path / "a.db") as store:
        save(store, record())

    assert [hit.item for hit in search_file(tmp_path / "a.db", "lanreotide")] == [1]


def test_an_index_out_of_step_is_found_and_mended():
    with Store.open() as store:
        save(store, record())
        store.connection.execute("UPDATE document SET title = 'something else'")
        (fault,) = store.check()
        assert "search index" in fault

        store.index.rebuild()

        assert store.check() == ()
        assert len(store.index.search("something")) == 1


WORDS = st.lists(st.sampled_from("lanreotide octreotide dose interval tumour".split()), min_size=1, max_size=4).map(
    " ".join
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), WORDS, st.integers(0, 4)), max_size=12))
def test_the_index_is_in_step_whatever_is_saved(steps):
    with Store.open() as store:
        for source_id, title, item in steps:
            verdict = SameAs(item=item, because="x") if store.items.current(item) else None
            save(store, record(str(source_id), title=title), verdict)

        assert store.check() == ()
        latest = {one.key: one.title for item in store.items.of(range(20)) for one in item.records}
        assert bool(store.index.search("dose")) == any("dose" in title for title in latest.values())


@pytest.fixture(scope="module")
def dated():
    """Return a store of registrations and papers, with and without dates."""

    def trial(number, **dates):
        facts = TrialFacts(registry="clinicaltrials", **{k: TrialDate(date=v) for k, v in dates.items()})
        return registration(f"NCT0000000{number}", trial=facts)

    with Store.open() as opened:
        save(opened, trial(1, first_posted=PartialDate(2021, 10), last_update_posted=PartialDate(2026)))
        save(opened, trial(2, last_update_posted=PartialDate(2019, 5, 4)))
        save(opened, trial(3, start=PartialDate(2024)))
        save(opened, record("4", title="Octreotide in print", published=PartialDate(2020, 2)))
        save(opened, record("5", title="Octreotide, undated"))
        yield opened


@pytest.mark.parametrize(
    ("since", "until", "items"),
    [
        ("2020", "", [1, 4]),
        ("2021-10-31", "", [1]),
        ("2021-11", "", []),
        ("", "2020", [2, 4]),
        ("2019-05-04", "2019-05-04", [2]),
    ],
)
def test_a_filter_looks_at_the_date_that_the_kind_has_and_says_how_many_have_none(dated, since, until, items):
    hits = dated.index.search("octreotide", Filters(since=since, until=until))

    assert sorted(hit.item for hit in hits) == items
    assert (hits.total, hits.undated) == (len(items), 2)


def test_without_a_filter_of_dates_nothing_is_said_of_them(dated):
    assert dated.index.search("octreotide").undated == 0


def test_the_date_of_an_item_follows_its_records_and_the_newest_come_first(dated):
    assert [hit.dated for hit in dated.index.search("octreotide", sort="date")] == [
        "2021-10",
        "2020-02",
        "2019-05-04",
        "",
        "",
    ]


@pytest.mark.parametrize("limit", [1, 4, 5, 20])
def test_all_are_counted_however_few_are_shown(dated, limit):
    hits = dated.index.search("octreotide", limit=limit)

    assert (len(hits), hits.total) == (min(limit, 5), 5)
    assert dated.index.search("NOT undated", limit=limit).total == 4
    assert dated.index.search("", limit=limit).total == 5


def test_what_was_not_understood_is_found_by_its_words_alone():
    lost = NotUnderstood(
        source="feeds",
        source_id="guid-7",
        reason="too long",
        seen=MONDAY,
        title="Lanreotide, Ünread",
        url="https://a.example/7",
    )
    with Store.open() as store:
        store.unread.keep(lost)

        for words in ("", "lanreotide", "ünread lanreotide", "guid-7", "example AND lanreotide"):
            (found,) = store.index.search(words).unread
            assert found == ("feeds", "guid-7", "Lanreotide, Ünread", "https://a.example/7", "too long")
        assert store.index.search("octreotide").unread == ()
        assert store.index.search("lanreotide", Filters(tier="core")).unread == ()
        assert store.index.search("lanreotide", Filters(since="2020", topic=TOPIC)).unread != ()


def test_a_search_loads_none_of_our_types(tmp_path):
    """So that `watcher search` answers at once."""
    with Store.open(tmp_path / "a.db") as store:
        save(store, record())
    (tmp_path / "watcher.toml").write_text('[watcher]\ndatabase = "a.db"\n')
    program = (
        "import sys; from watcher.__main__ import main; sys.argv = ['watcher', 'search', 'lanreotide']\n"
        "try: main()\n"
        "finally: print({'watcher.model', 'watcher.formats', 'watcher.markup', 'msgspec', 'sqlite_utils', 'filelock'} & set(sys.modules))"
    )

    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )

    _, hit, loaded, _ = answer.stdout.split("\n")
    assert (hit.split("\t")[0], loaded) == ("1", "set()")


CHINESE = "\u5170\u745e\u80bd\u6cbb\u7597\u80c3\u80a0\u80f0\u795e\u7ecf\u5185\u5206\u6ccc\u80bf\u7624\u7684\u7597\u6548\u89c2\u5bdf"
JAPANESE = "\u795e\u7d4c\u5185\u5206\u6ccc\u816b\u760d\u306b\u5bfe\u3059\u308b\u30e9\u30f3\u30ec\u30aa\u30c1\u30c9\u306e\u6709\u52b9\u6027"
KOREAN = "\uc2e0\uacbd\ub0b4\ubd84\ube44\uc885\uc591\uc758 \uce58\ub8cc"


@pytest.fixture(scope="module")
def eastern():
    with Store.open() as opened:
        save(opened, record("1", title=CHINESE, text="\u76ee\u7684: LAR\u7ed9\u836f\u3002Ki\u201067 <20%"))
        save(opened, record("2", title=JAPANESE, text="177Lu\u2010DOTATATE\u3067\u6cbb\u7642"))
        save(opened, record("4", title="Two cycles of Lu-177 DOTA-TATE"))
        save(opened, record("3", title=KOREAN, text="[\u00b9\u2077\u2077Lu]Lu-DOTA-TATE"))
        yield opened


@pytest.mark.parametrize(("item", "text"), [*zip((1, 2, 4), (CHINESE, JAPANESE, KOREAN), strict=True)])
def test_any_characters_that_follow_one_another_find_the_text(eastern, item, text):
    text = text.split()[0]
    pieces = {text[start : start + length] for length in range(2, 8) for start in range(len(text) - length + 1)}

    assert all(item in found(eastern, piece) for piece in pieces)
    assert all(
        item in found(eastern, f'"{piece}"') and item in found(eastern, f"title:{piece}") for piece in list(pieces)[:5]
    )
    assert item in found(eastern, text[0])
    assert found(eastern, text[0] + text[3]) == []


def test_a_snippet_shows_the_text_as_it_was_written(eastern):
    (hit,) = eastern.index.search("\u7ed9\u836f")

    assert hit.snippet == "\u76ee\u7684: LAR[\u7ed9\u836f]\u3002Ki\u201067 <20%"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Ki67", [1]),
        ("ki-67", [1]),
        ("LAR", [1]),
        ("Lu-177", [2, 3, 4]),
        ("177Lu", [2, 3, 4]),
        ("Lu177", [2, 3, 4]),
        ("177Lu-DOTATATE", [3, 4]),
        ("DOTATATE", [2, 3, 4]),
    ],
)
def test_a_number_is_found_on_either_side_of_its_letters(eastern, text, items):
    assert found(eastern, text) == items


def test_an_older_database_learns_to_find_them(tmp_path):
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        save(store, record("1", title=CHINESE))
        old = next(iter(store.connection.execute("SELECT title, abstract, people, venue, ids, terms FROM document")))
        places = ("title", "abstract", "people", "venue", "ids", "terms")
        insert(
            store.connection, "document_index", document_index="delete", rowid=1, **dict(zip(places, old, strict=True))
        )
        store.connection.execute("UPDATE document SET terms = title")
        insert(store.connection, "document_index", rowid=1, **dict(zip(places, (*old[:-1], old[0]), strict=True)))
        store.connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm008%'")
        store.connection.execute("PRAGMA user_version = 7")
        store.connection.commit()
        assert found(store, CHINESE[3:6]) == []

    with Store.open(path) as store:
        assert found(store, CHINESE[3:6]) == [1]
        assert store.index.faults() == ()
