"""JSON from outside gives a value, or says why it is none, and one bad part costs no other."""

import json

import pytest

from watcher.json import Faulty, decode


@pytest.mark.parametrize("depth", [100, 400, 900, 100_000])
@pytest.mark.parametrize("half", ["", "\\ud800"])
@pytest.mark.threat("T29")
def test_what_is_nested_too_deeply_is_null_and_costs_no_neighbour(depth, half):
    deep = "[" * depth + "]" * depth
    body = f'{{"a": "x{half}", "rows": [{{"id": 1}}, {{"id": 2, "deep": {deep}, "b": "]}}[{{"}}, {{"id": 3}}]}}'

    found = decode(body.encode())

    assert [row["id"] for row in found["rows"]] == [1, 2, 3]
    assert found["rows"][1]["b"] == "]}[{"
    assert found["a"].startswith("x")


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b'{"a": [', b"", b"\xff"])
def test_what_is_no_json_is_refused(body):
    with pytest.raises(ValueError, match=r"."):
        decode(body)


@pytest.mark.threat("T29")
@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5_000])
def test_what_is_no_number_is_absent_and_costs_nothing_beside_it(number):
    assert decode(f'[{{"id": 1, "n": {number}}}, {{"id": 2}}]'.encode()) == [{"id": 1, "n": None}, {"id": 2}]


def test_an_object_in_which_a_key_stands_twice_is_faulty_and_its_neighbours_are_not():
    one, two = decode(b'[{"id": 1, "in": {"n": 1, "n": 2}}, {"id": 2}]')

    assert isinstance(one, Faulty)
    assert json.dumps(two) == '{"id": 2}'
