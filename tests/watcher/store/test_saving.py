from datetime import UTC, datetime

from watcher.model import Id, Kind, New, Record, SameAs
from watcher.store import Store
from watcher.store.answers import Effect

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def record(source="pubmed", source_id="1", **fields):
    return Record(source=source, source_id=source_id, kind=Kind.ARTICLE, title="A title", retrieved=NOW, **fields)


def test_a_record_is_kept_and_read_back():
    with Store.open() as store:
        saved = store.save(record(ids=frozenset({Id("pmid", "1")})), New(), fingerprint="a", now=NOW, keys=[1, -2])

        assert saved.effect is Effect.NEW
        assert store.latest(record()).ids == {Id("pmid", "1")}
        assert store.candidates(record(source="crossref"), [-2])[0].id == saved.item
        other = store.save(record("crossref"), SameAs(item=saved.item, because="doi"), fingerprint="a", now=NOW)
        assert (other.joined, other.item) == (True, saved.item)
        assert store.save(record(), New(), fingerprint="a", now=NOW).effect is Effect.UNCHANGED
