import pytest

from watcher.errors import FetchError, ParseError


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://host/path?q=short", "https://host/path?q=short"),
        ("https://host/path?q=" + "long" * 50, "https://host/path?…"),
        ("https://host/" + "p" * 200, "https://host/" + "p" * 87 + "…"),
    ],
)
def test_a_message_holds_an_address_that_fits_a_line(url, shown):
    fetching, parsing = FetchError("pubmed", url, "no answer"), ParseError("pubmed", url, "not XML")

    assert str(fetching) == f"pubmed: no answer ({shown})"
    assert str(parsing) == f"pubmed: cannot read the answer: not XML ({shown})"
    assert fetching.url == parsing.url == url
