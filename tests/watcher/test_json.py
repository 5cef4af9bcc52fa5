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


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b'{"a": [', b"", b"NaN", b"\xff"])
def test_what_is_no_json_is_refused(body):
    with pytest.raises(ValueError, match=r"."):
        decode(body)


@pytest.mark.threat("T29")
def test_an_object_with_a_number_without_measure_is_faulty_and_its_neighbours_are_not():
    one, two = decode(f'[{{"id": 1, "n": {10**400}}}, {{"id": 2}}]'.encode())

    assert isinstance(one, Faulty)
    assert json.dumps(two) == '{"id": 2}'
