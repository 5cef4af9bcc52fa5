import pickle

import pytest

from watcher.errors import ChoiceError, ConfigError, DeliveryError, FetchError, ParseError, StoreError


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


@pytest.mark.parametrize(
    "error",
    [
        ConfigError("a", option="b"),
        ChoiceError("a", option="b"),
        FetchError("pubmed", "https://a.example", "no", 500, "x"),
        ParseError("pubmed", "https://a.example", "no"),
        StoreError("a"),
        DeliveryError("team", "no", sent=None, retry_after=3, permanent=True),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_goes_to_another_process_as_it_is(error):
    there = pickle.loads(pickle.dumps(error))

    assert (type(there), str(there), vars(there)) == (type(error), str(error), vars(error))
