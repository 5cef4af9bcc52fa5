"""A package that the tests reach too little is named, and so is the whole."""

import covered
import pytest


def report(**reached):
    """Return a report of packages of 100 lines and no branches, so many of them reached."""
    totals = {"num_statements": 100, "num_branches": 0, "covered_branches": 0}
    return {
        "files": {f"watcher/{name}/a.py": {"summary": {**totals, "covered_lines": n}} for name, n in reached.items()}
    }


@pytest.mark.parametrize(
    ("reached", "said"),
    [
        ({"store": 97, "link": 97}, []),
        ({"store": 100, "link": 95}, []),
        ({"store": 100, "link": 94}, ["watcher.link: 94.0 %, less than 95"]),
        ({"store": 97, "link": 96}, ["in all: 96.5 %, less than 97"]),
        ({"store": 90, "link": 100}, ["watcher.store: 90.0 %, less than 95", "in all: 95.0 %, less than 97"]),
    ],
)
def test_a_package_that_is_reached_too_little_is_named(reached, said):
    assert covered.short(report(**reached)) == said


def test_what_no_test_can_reach_is_asked_for_less():
    assert covered.short(report(cli=93, store=100, link=100)) == []


def test_a_branch_counts_as_a_line():
    summary = {"num_statements": 90, "covered_lines": 90, "num_branches": 10, "covered_branches": 4}

    assert covered.short({"files": {"digests/a.py": {"summary": summary}}}) == [
        "digests: 94.0 %, less than 95",
        "in all: 94.0 %, less than 97",
    ]


@pytest.mark.parametrize(
    ("file", "package"),
    [
        ("watcher/ids/__init__.py", "watcher.ids"),
        ("watcher/text.py", "watcher"),
        ("digests/channels/mail/__init__.py", "digests.channels"),
    ],
)
def test_a_module_counts_for_its_package(file, package):
    assert covered.package_of(file.split("/")) == package
