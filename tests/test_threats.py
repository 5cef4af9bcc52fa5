"""Every threat has a mitigation and a test that watches over it; and what no module may do, none does."""

import ast
import importlib.util
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for top in ("watcher", "sources", "digests") for path in (ROOT / top).rglob("*.py"))
TEMPLATES = sorted((ROOT / "digests" / "templates").rglob("*.j2"))


@pytest.fixture(scope="module")
def docs():
    spec = importlib.util.spec_from_file_location("threats_page", ROOT / "docs" / "threats.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_threat_has_a_mitigation_and_a_test(docs):
    threats, watched = docs.threats(), docs.watched()

    assert list(threats) == [f"T{number}" for number in range(1, 65)]
    assert [
        number for number, row in threats.items() if not (row["kind"] and row["threat"] and row["mitigation"])
    ] == []
    assert [number for number in threats if number not in watched] == []
    assert sorted(watched.keys() - threats.keys()) == []


def test_the_page_of_threats_is_what_the_marks_say(docs):
    assert docs.PAGE.read_text(encoding="utf-8") == docs.page(), "run python docs/threats.py"


# What is called, and where it may be: nowhere, or in one module that takes care.
CALLED = {
    "pickle.loads": ("watcher/pipeline/cluster.py",),  # the topic, which the asking process sends to its own workers
    "pickle.load": (),
    "marshal.loads": (),
    "yaml.load": (),
    "eval": (),
    "exec": (),
    "os.system": (),
    "Template": (),
    # Drawings of ours, whose texts are escaped.
    "Markup": ("digests/evidence/__init__.py", "digests/channels/page/_site.py"),
    "Environment": ("digests/writing.py",),
    "WebClient": (),
    "urlopen": (),
    "requests.get": (),
    "httpx.get": (),
    "httpx.post": (),
    "feedparser.parse": ("sources/feeds/reader.py",),
    "smtplib.SMTP": (),
    "smtplib.SMTP_SSL": (),
    "BackgroundScheduler": (),
    "SQLAlchemyJobStore": (),
}
KEYWORDS = {  # of these calls each must say this of itself
    "httpx.Client": {"trust_env": "False", "follow_redirects": "False"},
    "Environment": {"autoescape": "True"},
    "httpx.create_ssl_context": {"trust_env": "False"},
}
ASKED_FOR = {"shell", *(keyword for said in KEYWORDS.values() for keyword in said)}


def calls(path):
    """Yield each call of the module: the name as it is written, and those of its keywords that are asked for."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield (
                ast.unparse(node.func),
                {key.arg: ast.unparse(key.value) for key in node.keywords if key.arg in ASKED_FOR},
            )


@pytest.mark.threat("T2", "T33", "T34", "T37", "T49", "T56")
def test_no_module_does_what_only_one_may_do_with_care():
    careless = [
        f"{path.relative_to(ROOT)}: {name}({said})"
        for path in MODULES
        for name, said in calls(path)
        if path.relative_to(ROOT).as_posix() not in CALLED.get(name, (path.relative_to(ROOT).as_posix(),))
        or said.get("shell") == "True"
        or not KEYWORDS.get(name, {}).items() <= said.items()
    ]

    assert careless == []


@pytest.mark.threat("T33")
def test_the_one_reader_of_feeds_is_given_bytes():
    (said,) = [
        ast.unparse(node.args[0])
        for node in ast.walk(ast.parse((ROOT / "sources/feeds/reader.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "feedparser.parse"
    ]

    assert said == "io.BytesIO(body)"


@pytest.mark.threat("T37")
def test_no_template_calls_anything_safe():
    assert len(TEMPLATES) > 5
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", ""), path
        assert "autoescapefalse" not in text.replace(" ", ""), path


@pytest.mark.threat("T60")
def test_no_library_with_a_known_hole_is_accepted():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lowest = dict(line.partition(";")[0].split(",")[0].split(">=") for line in project["dependencies"])

    # Below: external entities (lxml), a sandbox that is left (jinja2), time without bound (idna), a buffer (pillow).
    least = {"lxml": (6, 1), "jinja2": (3, 1, 6), "idna": (3, 7), "pillow": (10, 3)}
    for name, version in least.items():
        assert tuple(map(int, lowest[name].split("."))) >= version, name
