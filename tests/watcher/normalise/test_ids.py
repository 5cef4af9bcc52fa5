import pytest

from watcher.model import Id
from watcher.normalise import read_id


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("PMID:38229085", Id("pmid", "38229085")),
        ("https://doi.org/10.1056/NEJMoa2034577.", Id("doi", "10.1056/nejmoa2034577")),
        ("nct05050942", Id("nct", "NCT05050942")),
    ],
)
def test_an_identifier_is_read_from_any_spelling(typed, expected):
    assert read_id(typed) == expected
