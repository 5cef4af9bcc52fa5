import time

import pytest

from watcher.border import Fault, attempt
from watcher.errors import StoreError


def raising(error):
    def work():
        raise error

    return work


@pytest.mark.parametrize("error", [ZeroDivisionError("a bug"), RecursionError("deep"), MemoryError("much")])
def test_what_goes_wrong_is_a_fault_with_its_reason_and_its_traceback(error):
    fault = attempt(raising(error))

    assert isinstance(fault, Fault)
    assert fault.reason == f"{type(error).__name__}: {error}"
    assert "in work" in fault.trace


def work_without_end():
    while True:
        pass


def test_what_takes_too_long_is_a_fault():
    fault = attempt(work_without_end, 0.02)

    assert isinstance(fault, Fault)
    assert fault.reason == "took longer than 0.02 s"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(), StoreError("the disk is full")])
def test_what_is_no_fault_of_a_record_passes(error):
    with pytest.raises(type(error)):
        attempt(raising(error))


def test_text_that_cannot_be_kept_is_its_records_fault():
    def work():
        try:
            "\ud800".encode()
        except UnicodeEncodeError as error:
            raise StoreError("text that is no Unicode cannot be kept") from error

    assert isinstance(attempt(work), Fault)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/feed?token=canary", "://example.org"),
        ("https://canary:canary@example.org/feed", "://example.org"),
        ("http://example.org:8080/canary/feed#canary", "://example.org:8080"),
    ],
)
def test_neither_reason_nor_traceback_repeats_the_secret_of_an_address(address, shown):
    fault = attempt(raising(ValueError(f"no answer from {address} ('{address}')")))

    assert "canary" not in fault.reason + fault.trace
    assert shown in fault.reason


def test_a_message_of_a_megabyte_is_cut_in_linear_time():
    begun = time.monotonic()

    fault = attempt(raising(ValueError("https://" * 125_000)))

    assert len(fault.reason) <= 300
    assert time.monotonic() - begun < 2
