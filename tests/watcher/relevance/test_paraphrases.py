"""The question in some ten thousand wordings that a grammar makes."""

from collections import Counter

import pytest
from paraphrases import paraphrases
from tongues import TONGUES

from fakes import NOW
from watcher.model import Kind, Passage, Record, Tier
from watcher.relevance import rate
from watcher.topic import load_topic

pytestmark = pytest.mark.generated
TOPIC = load_topic("ssa-dose-escalation")
CORE = {Tier.CORE, Tier.WATCHED}


def record(title, abstract):
    passages = (Passage(text=abstract),) if abstract else ()
    return Record(source="test", source_id="1", kind=Kind.ARTICLE, title=title, retrieved=NOW, abstract=passages)


@pytest.fixture(scope="module")
def counted():
    """Return how often each language's texts of each label are rated core, and how often not."""
    return Counter(
        (one.language, one.label, rate(record(one.title, one.abstract), TOPIC).tier in CORE) for one in paraphrases()
    )


@pytest.mark.parametrize("language", TONGUES)
def test_more_of_the_drug_is_core_in_any_wording_and_nothing_else_is(counted, language):
    found, missed = counted[language, "core", True], counted[language, "core", False]

    assert found >= 0.95 * (found + missed)
    assert counted[language, "adjacent", True] == 0
    assert counted[language, "related", True] <= 0.02 * counted[language, "related", False]
