import re
import subprocess
import sys
import threading
import time

import pace
import pytest

from watcher.border import Fault, TooLongError, attempt, paused, within
from watcher.errors import StoreError

# Exponential on purpose: what no pattern of ours may be.
_ENDLESS = re.compile(r"(?:a|a)*b")


def endless():
    with pytest.raises(TooLongError, match=r"longer than 0\.05 s"), within(0.05):
        _ENDLESS.match("a" * 64)


def test_a_pattern_that_never_ends_is_ended():
    assert pace.seconds(endless, goal=1)[0] < 1


def test_the_nearest_of_two_bounds_counts_and_the_outer_one_goes_on():
    def inner_then_outer():
        with within(0.1):
            with pytest.raises(TooLongError, match=r"0\.02 s"), within(0.02):
                _ENDLESS.match("a" * 64)
            with within(30):
                _ENDLESS.match("a" * 64)

    with pytest.raises(TooLongError, match=r"0\.1 s"):
        inner_then_outer()


def test_what_is_done_in_time_is_left_alone():
    with within(30):
        pass
    with within(0.01):
        done = sum(range(10))

    assert done == 45


def test_a_thread_is_ended_between_two_steps():
    seen = []

    def work():
        try:
            with within(0.02):
                while True:
                    pass
        except TooLongError as error:
            seen.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)

    assert [str(error) for error in seen] == ["took longer than 0.02 s"]


def test_what_is_done_while_the_clock_is_stopped_is_not_counted():
    with within(0.05), paused():
        work(0.1)
    with pytest.raises(TooLongError), within(0.05):
        pause_then_run()


def test_what_waits_is_not_held_to_account():
    with within(0.02):
        threading.Event().wait(0.1)


def work(seconds):
    """Keep the processor busy for so long."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def pause_then_run():
    with paused():
        pass
    while True:
        pass


def test_what_is_deaf_to_the_bound_ends_its_process_with_its_trace():
    deaf = "import time; from watcher.border import ended_after\nwith ended_after(0.2): time.sleep(60)"

    done = subprocess.run([sys.executable, "-c", deaf], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "Timeout" in done.stderr
    assert "line 2" in done.stderr


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
    took, fault = pace.seconds(lambda: attempt(raising(ValueError("https://" * 125_000))), goal=1)

    assert len(fault.reason) <= 300
    assert took < 1
