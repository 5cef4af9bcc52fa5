"""Learn the weights of ``digests.roles``: a linear-chain CRF over the features of ``digests.roles``.

    pip install python-crfsuite
    python benchmarks/train_roles.py

Data: 700 abstracts of PubMed-RCT's training part (Dernoncourt and Lee 2017, https://arxiv.org/abs/1710.06071; the first
twentieth of its 20k set), counted three times, and 1,600 or so trial abstracts of Evidence Inference (DeYoung et al. 2020,
https://evidence-inference.ebm-nlp.com, MIT) whose section headings name a role. Of those that have a background but no
objective only as many are taken as PubMed-RCT's mix has, else every aim is called background. The development part is
never learnt from. Features and regularisation were chosen by cross-validation over both parts (see README.md). Numbers
are one sign, as PubMed-RCT prints them. Only weights ship, no text; what a CRF keeps of a text is how often its words and pairs of words, met in at least two sentences, speak for a role.
"""

import argparse
import gzip
import json
import random
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pycrfsuite
from roles import TEXTS, abstracts, report

from digests.roles import Model, best_path, features
from digests.roles.headings import Role, role_of_heading
from watcher.text import sentences

PACKED = Path(__file__).resolve().parents[1] / "digests" / "roles" / "weights.json.gz"
BACKGROUND_ONLY = 600
MIXED = re.compile(r"(?i)results and|and results|methods?/")
# What stands below an abstract and is no part of it.
BESIDE = re.compile(r"(?i)funding|registration|registry|supplementary|copyright|trial number")
# A weight is kept as whole hundredths; what is smaller says nothing.
HUNDREDTHS = 100
Abstract = list[tuple[Role, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=PACKED)
    options = parser.parse_args()
    plain = list(abstracts("train"))
    learnt_from = 3 * plain + balanced(list(headed())) + list(shortened(plain))
    print(f"{len(learnt_from)} abstracts")
    model = packed(train(learnt_from), options.output)
    for name, labelled in (("whole", list(abstracts("dev"))), ("shortened", list(shortened(list(abstracts("dev")))))):
        report(name, lambda texts: best_path(model, features(texts)), labelled)


def headed() -> Iterator[Abstract]:
    """Yield the abstracts of which every heading names one role."""
    with gzip.open(TEXTS / "ei_abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            sections = json.loads(line)["sections"]
            sections = [(heading, text) for heading, text in sections if not BESIDE.search(heading)]
            roles = [None if MIXED.search(heading) else role_of_heading(heading) for heading, _ in sections]
            if len(sections) > 2 and None not in roles:
                yield [
                    (role, text[start:end])
                    for role, (_, text) in zip(roles, sections, strict=True)
                    if role is not None
                    for start, end in sentences(text)
                ]


def shortened(found: list[Abstract]) -> Iterator[Abstract]:
    """Yield each abstract with some of its sentences, and every second one without its conclusions: as short texts come."""
    lot = random.Random(2)
    for number, abstract in enumerate(found):
        told = [one for one in abstract if number % 2 or one[0] is not Role.CONCLUSIONS]
        kept = sorted(lot.sample(range(len(told)), min(len(told), lot.randint(2, 6))))
        if kept:
            yield [told[at] for at in kept]


def balanced(found: list[Abstract]) -> list[Abstract]:
    """Return all abstracts but a part of those with a background and no objective."""
    background = [a for a in found if {Role.BACKGROUND} == {role for role, _ in a} & {Role.BACKGROUND, Role.OBJECTIVE}]
    others = [a for a in found if a not in background]
    random.Random(1).shuffle(background)
    return others + background[:BACKGROUND_ONLY]


def train(learnt_from: list[Abstract]) -> pycrfsuite.Tagger:
    trainer = pycrfsuite.Trainer(verbose=False)
    for abstract in learnt_from:
        trainer.append(features([text for _, text in abstract]), [str(role) for role, _ in abstract])
    trainer.set_params({"c1": 0.05, "c2": 8, "max_iterations": 100, "feature.minfreq": 2})
    with tempfile.NamedTemporaryFile(suffix=".crf") as file:
        trainer.train(file.name)
        tagger = pycrfsuite.Tagger()
        tagger.open(file.name)
        tagger.info()
        return tagger


def packed(tagger: pycrfsuite.Tagger, output: Path) -> Model:
    """Write the weights, the same bytes for the same weights, and return what was written."""
    info = tagger.info()
    of_features: dict[str, list[int]] = {}
    for (name, role), weight in info.state_features.items():
        if round(weight * HUNDREDTHS):
            of_features.setdefault(name, [0] * len(Role))[list(Role).index(Role(role))] = round(weight * HUNDREDTHS)
    transitions = [[round(info.transitions.get((str(a), str(b)), 0) * HUNDREDTHS) for b in Role] for a in Role]
    plain = {"transitions": transitions, "features": dict(sorted(of_features.items()))}
    output.write_bytes(gzip.compress(json.dumps(plain, separators=(",", ":")).encode(), mtime=0))
    print(f"{len(of_features)} features, {output.stat().st_size} bytes")
    return Model(features=of_features, transitions=transitions)


if __name__ == "__main__":
    main()
