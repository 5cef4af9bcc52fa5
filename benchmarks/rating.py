"""How long rating takes on one core: python benchmarks/rating.py [RECORDS] (100,000 unless told).

The records are the profile's known set, each with an abstract of about 1,900 characters (a usual
length in PubMed) made of our own sentences: first as they come in a broad query (one in five on the
topic), then the topic's own records only, which is the worst case. The limit is 60 seconds.
"""

import itertools
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from watcher.model import Passage, Record, Tier
from watcher.relevance import rate
from watcher.relevance.check import read_labelled
from watcher.topic import load_topic

LENGTH = 1900
FILLER = (
    "Patients were enrolled at tertiary centres between 2012 and 2019 and followed for a median of 34 months (range 3\u201396). "
    "The primary outcome was assessed by two readers who did not know the group, and differences were settled by a third. "
    "Survival was estimated by the method of Kaplan and Meier; hazard ratios come from a Cox model with age and stage. "
    "Median time to event was 14.2 months (95% CI 11.0\u201317.9) in one group and 9.8 months (7.1\u201312.4) in the other (p = 0.03). "
    "Adverse events of grade 3 or more occurred in 18% and 21%; most were of the gut and passed without treatment. "
)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    topic = load_topic("ssa-dose-escalation")
    known = [(one.tier, lengthened(one.record)) for one in read_labelled(Path(topic.known))]
    foreign = [record for tier, record in known if tier is Tier.OFF]
    near = [record for tier, record in known if tier is not Tier.OFF]
    mixed = (next(pool) for pool in itertools.cycle([*[itertools.cycle(foreign)] * 4, itertools.cycle(near)]))
    for name, records in (("one in five on the topic", mixed), ("all on the topic", itertools.cycle(near))):
        seconds = timed(itertools.islice(records, count), topic)
        print(f"{name}: {count:,} records in {seconds:.1f} s ({seconds / count * 1e6:.0f} \u00b5s each)")


def lengthened(record: Record) -> Record:
    text = record.text + " " + "".join(itertools.islice(itertools.cycle([FILLER]), LENGTH // len(FILLER) + 1))
    return replace(record, abstract=(Passage(text=text[:LENGTH]),))


def timed(records: Iterator[Record], topic) -> float:  # noqa: ANN001 - a script
    start = time.process_time()
    for record in records:
        rate(record, topic)
    return time.process_time() - start


if __name__ == "__main__":
    main()
