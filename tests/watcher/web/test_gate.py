import os
import subprocess
import sys
import tempfile
import threading

import pytest

from fakes import NOW, FakeTime
from watcher.web.gate import Gate

START = NOW.timestamp()


def test_slots_are_given_out_one_after_another(tmp_path):
    time = FakeTime()
    gate = Gate(tmp_path, time.clock, time.sleep)

    assert [gate.reserve("a.org", 0.37) - START for _ in range(3)] == pytest.approx([0, 0.37, 0.74], abs=1e-5)
    assert gate.reserve("b.org", 0.37) == START


def test_two_gates_of_one_folder_are_one(tmp_path):
    time = FakeTime()
    one, other = (Gate(tmp_path, time.clock, time.sleep) for _ in range(2))

    slots = [gate.reserve("a.org", 1.0) - START for gate in (one, other, one)]

    assert slots == pytest.approx([0, 1, 2])


def test_the_gate_holds_between_processes(tmp_path):
    code = (
        "import sys, pathlib; from watcher.web import Gate\n"
        "gate = Gate(pathlib.Path(sys.argv[1]), lambda: 1000.0, print)\n"
        "for _ in range(50): print(gate.reserve('a.org', 1.0))"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]

    slots = sorted(float(line) for run in runs for line in run.communicate()[0].split())

    assert slots == [1000.0 + number for number in range(100)]


@pytest.fixture
def unusable(tmp_path, monkeypatch):
    """A path at which there can be no folder; nor is there one for temporary files."""
    file = tmp_path / "a file"
    file.write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(file))
    return file / "gate"


@pytest.mark.parametrize("in_files", [True, False])
def test_the_gate_holds_between_threads(in_files, tmp_path, unusable):
    time = FakeTime()
    gate = Gate(tmp_path if in_files else unusable, time.clock, time.sleep)
    slots: list[float] = []
    threads = [
        threading.Thread(target=lambda: slots.extend(gate.reserve("a.org", 1.0) for _ in range(20))) for _ in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(slots) == [START + number for number in range(80)]


def test_a_host_that_wants_quiet_gets_it_from_everybody(tmp_path):
    time = FakeTime()
    one, other = (Gate(tmp_path, time.clock, time.sleep) for _ in range(2))

    one.postpone("a.org", 600)

    assert [other.reserve("a.org", 1.0) - START for _ in range(2)] == [600, 601]


def test_a_slot_that_comes_too_late_is_told_and_left_to_others(tmp_path):
    time = FakeTime()
    gate = Gate(tmp_path, time.clock, time.sleep)
    gate.postpone("a.org", 60)

    assert [gate.reserve("a.org", 1.0, by=START + 59) - START for _ in range(3)] == [60, 60, 60]


def test_a_quiet_has_its_bound(tmp_path):
    time = FakeTime()
    gate = Gate(tmp_path, time.clock, time.sleep)

    gate.postpone("a.org", 1e9)

    assert gate.reserve("a.org", 1.0) == START + 900


def test_a_slot_is_void_where_the_host_asks_for_quiet_meanwhile(tmp_path):
    time = FakeTime()
    gate = Gate(tmp_path, time.clock, time.sleep)
    slot = gate.reserve("a.org", 1.0)
    gate.postpone("a.org", 60)

    assert not gate.is_open("a.org", slot)
    assert gate.is_open("a.org", gate.reserve("a.org", 1.0))
    assert gate.is_open("b.org", slot)


@pytest.mark.parametrize("left", ["nonsense", "1 2 3", "nan nan", f"{START + 86_400}", f"{START + 901} {START + 901}"])
def test_a_slot_that_cannot_be_true_is_forgotten(left, tmp_path):
    time = FakeTime()
    gate = Gate(tmp_path, time.clock, time.sleep)
    gate.reserve("a.org", 1.0)
    next(tmp_path.glob("a.org-*.slot")).write_text(left)

    assert gate.reserve("a.org", 1.0) == START


def test_a_folder_that_cannot_be_written_is_said_and_temporary_files_serve(tmp_path, unusable, monkeypatch, caplog):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    gates = [Gate(unusable, lambda: START, print) for _ in range(2)]

    assert [gate.reserve("a.org", 1.0) - START for gate in gates] == [0, 1]
    assert gates[0].folder.parent == tmp_path
    assert f"{unusable} cannot be written: requests are paced by {gates[0].folder}, for this user only" in caplog.text


def test_a_slot_that_is_no_file_of_ours_is_said_once_and_ends_no_run(tmp_path, caplog):
    gate = Gate(tmp_path, lambda: START, print)
    gate.reserve("a.org", 1.0)
    (slot,) = tmp_path.glob("*.slot")
    slot.unlink()
    slot.symlink_to(tmp_path / "elsewhere")

    assert [gate.reserve("a.org", 1.0) - START for _ in range(2)] == [0, 1]
    assert not (tmp_path / "elsewhere").exists()
    assert [r.message for r in caplog.records] == [
        f"the file of a.org in {tmp_path} cannot be opened: this process alone keeps its pace"
    ]


@pytest.mark.parametrize(
    ("around", "folder", "file"), [(0o700, 0o700, 0o600), (0o755, 0o750, 0o640), (0o2777, 0o770, 0o660)]
)
def test_who_may_write_beside_the_database_may_use_its_gate(around, folder, file, tmp_path):
    tmp_path.chmod(around)
    gate = Gate(tmp_path / "watcher.db.gate", lambda: START, print)

    gate.reserve("a.org", 1.0)

    (slot,) = gate.folder.iterdir()
    assert [path.stat().st_mode & 0o777 for path in (gate.folder, slot)] == [folder, file]


def test_a_folder_of_somebody_elses_group_is_shared_though_it_cannot_be_given_away(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse)
    tmp_path.chmod(0o770)
    gate = Gate(tmp_path / "watcher.db.gate", lambda: START, print)

    gate.reserve("a.org", 1.0)

    assert [path.stat().st_mode & 0o777 for path in (gate.folder, *gate.folder.iterdir())] == [0o770, 0o660]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives things away")
def test_what_root_makes_belongs_to_whom_the_folder_around_it_belongs(tmp_path):
    os.chown(tmp_path, 1234, 1234)
    gate = Gate(tmp_path / "watcher.db.gate", lambda: START, print)

    gate.reserve("a.org", 1.0)

    assert [(path.stat().st_uid, path.stat().st_gid) for path in (gate.folder, *gate.folder.iterdir())] == [
        (1234, 1234)
    ] * 2


def test_nothing_is_made_before_anybody_is_asked(tmp_path):
    Gate(tmp_path / "gate")

    assert not list(tmp_path.iterdir())


def test_hosts_have_no_say_in_the_names_of_files(tmp_path):
    gate = Gate(tmp_path / "gates", lambda: START, print)

    gate.reserve("../../etc/passwd", 1.0)

    assert [path.parent for path in tmp_path.rglob("*.slot")] == [tmp_path / "gates"]
