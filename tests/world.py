"""The world of the tests: every service that Watcher asks over the line, and a folder with a store that is led there."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner
from fake_eutils import Eutils
from fake_literature import Crossref, EuropePmc, OpenAlex, Preprints
from fake_registers import Ctis, EuRegister, Isrctn
from fake_registry import Registry
from fake_sites import Feeds, Site, WebPages
from made import (
    abstract_page,
    atom,
    european,
    news_page,
    paper,
    protocol,
    registration,
    result,
    rss,
    seen_by_openalex,
    study,
    version,
    work,
)
from providers import LIMITS

from watcher.cli import cli
from watcher.web.gate import Gate

ROOT = Path(__file__).resolve().parent.parent
DAYS_BEFORE, NOW, LATER = "2026-11-20T18:00:00Z", "2026-11-23T06:00:00Z", "2026-11-23T18:00:00Z"
MONTH_AFTER = "2026-12-21T06:00:00Z"  # when the EU register is due again
CONFIG = '[watcher]\ncontact = "evidence@example.org"\n'
IN_NET = "in neuroendocrine tumours"
WATCHED = "2021-000849-40"
KEY = "key-of-nobody"


def services():
    """Every service with something to tell of the topic."""
    preprint = "10.1101/2026.11.18.26300001"
    papers = {"1": f"Lanreotide every 14 days {IN_NET}", "2": f"Doubled octreotide {IN_NET}"}
    abstract = f"Pasireotide above the label dose {IN_NET}"
    europepmc = EuropePmc(
        [
            result("PPR1", f"Octreotide twice a month {IN_NET}", doi=preprint),
            result("PMC2", "A survey of trials under way", source="PMC", doi="10.1000/survey"),
            result("9", f"A paper that PubMed has {IN_NET}", source="MED"),
        ]
    )
    europepmc.named = {"NCT05050942": {"PMC2"}, WATCHED: {"PMC2"}}
    return {
        "pubmed": Eutils({pmid: paper(pmid, title) for pmid, title in papers.items()}),
        "clinicaltrials": Registry({n: study(n, f"Trial {n} {IN_NET}") for n in ("NCT05050942", "NCT00000001")}),
        "europepmc": europepmc,
        "crossref": Crossref(
            [
                work("10.1530/endoabs.110.p7", abstract, issn="1470-3947"),
                work("10.1159/000500001", f"Intensified lanreotide {IN_NET}"),
                work("10.1159/000500002", "Bone density after menopause"),
            ]
        ),
        "openalex": OpenAlex([seen_by_openalex("10.1000/paper.1", papers["1"])]),
        "biorxiv": Preprints([version(preprint, f"Octreotide twice a month {IN_NET}", number=2)]),
        "ctis": Ctis([european("2025-500001-11-00", f"A depot of octreotide {IN_NET}")]),
        "euctr": EuRegister({WATCHED: protocol(WATCHED, f"A depot against standard doses {IN_NET}")}),
        "isrctn": Isrctn(
            {"ISRCTN12345678": registration("ISRCTN12345678", f"Shorter intervals of lanreotide {IN_NET}")}
        ),
        "endocrine_abstracts": Site({"ea/0110/ea0110p7": abstract_page(110, "P7", abstract)}),
        "feeds": Feeds(
            {
                "sponsor": rss([("7", f"A sponsor reports on octreotide {IN_NET}"), ("8", "A new canteen")], text=""),
                "regulator": atom([("a", f"A regulator looks at lanreotide {IN_NET}")]),
            }
        ),
        "webpages": WebPages({"congress": news_page([f"Late-breaking: octreotide depot {IN_NET}"])}),
    }


# How many records of each source are in the store once all were asked twice.
# How a turn may end that missed nothing: some sources have nothing to look up yet.
WELL = {"complete", "not asked"}
WHOLE = dict.fromkeys(LIMITS, 1) | {"pubmed": 2, "clinicaltrials": 2, "europepmc": 2, "crossref": 2, "feeds": 2}


class World:
    """A folder with a store, and a configuration that leads to the servers."""

    def __init__(self, folder, servers):
        self.folder, self.servers = folder, servers
        (folder / "watcher.toml").write_text(CONFIG + servers.config(), encoding="utf-8")

    def set(self, source, line):
        """Put a line into the table of a source."""
        file = self.folder / "watcher.toml"
        table = f"[sources.{source}]\n"
        file.write_text(file.read_text(encoding="utf-8").replace(table, f"{table}{line}\n"), encoding="utf-8")

    def command(self, now, *words):
        return ["--config", str(self.folder / "watcher.toml"), "--now", now, *words]

    def sync(self, now):
        """Run ``watcher sync`` as a process of its own; return the coverage by source."""
        environment = {"PYTHONPATH": str(ROOT), "OPENALEX_API_KEY": KEY, "PATH": ""}
        command = [sys.executable, "-m", "watcher", *self.command(now, "sync", "--json")]
        done = subprocess.run(command, capture_output=True, env=environment, check=False, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return {one["source"]: one for one in json.loads(done.stdout)}

    def here(self, now, *words):
        """Run a command in this process; return its exit code and what it printed."""
        done = CliRunner(env={"OPENALEX_API_KEY": KEY, "COLUMNS": "200"}).invoke(cli, self.command(now, *words))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        return done.exit_code, done.stdout

    def records(self):
        """Return how many records of each source are in the store."""
        with closing(sqlite3.connect(self.folder / "watcher.db")) as store:
            return dict(store.execute("SELECT source, count(*) FROM record GROUP BY source"))

    def withdrawn(self):
        """Return the keys of the records that their sources no longer have, sorted."""
        with closing(sqlite3.connect(self.folder / "watcher.db")) as store:
            rows = store.execute("SELECT source_id FROM record WHERE withdrawn IS NOT NULL ORDER BY source_id")
            return [key for (key,) in rows]


class Open(Gate):
    """A gate that lets everybody through at once, so that no test sleeps, nor asks over and over until a quiet is past."""

    def reserve(self, host, pace, by=0.0):
        return self.clock()

    def is_open(self, host, slot):
        return True
