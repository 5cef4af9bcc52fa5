"""Strings that others might send us, and a digest that holds one wherever a text of others can stand."""

import dataclasses

import samples
from digests.evidence.threads import Document, Thread
from watcher.model import (
    Change,
    Digest,
    Entry,
    Figure,
    Milestone,
    Panel,
    Quote,
    Regimen,
    Section,
    Span,
    Tie,
    Trait,
    Weight,
)

_MARKUP = """<script>alert(1)</script> <img/src=x/onerror=alert(1)> <svg/onload=alert(1)> "><script>alert(1)</script>
'><b>x</b> </title><script>alert(1)</script> </style><script>alert(1)</script> <style>*{display:none}</style> <!--
--> <![CDATA[x]]> ]]> <!DOCTYPE&#32;x> <iframe/src=https://e.example> <form/action=https://e.example> <input/autofocus>
<a/href=javascript:alert(1)>x</a> <base/href=https://e.example> <meta/http-equiv=refresh> <link/rel=stylesheet>
<object/data=x> <embed/src=x> <math><mtext></mtext></math> <template><b></template> <plaintext> <xmp> <noscript>
<textarea> </textarea> <select> <table><tr><td> </td></tr></table></div></div></main></body></html> <p/style=color:red>
<div/onclick=x> x"onmouseover="alert(1) x'onmouseover='alert(1) `onerror=1` {{7*7}} {%raw%} {%include'x'%} ${7*7} #{7*7}
<%=7*7%> {{config}} {{''.__class__}} &lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62; &amp;lt;b&amp;gt; &copy; &#0; &#x202e;""".split()
_SLACK = [
    "<!channel>", "<!here>", "<!everyone>", "<!subteam^S012|@team>", "<@U0123>", "<#C0123|x>", "@channel", "@here",
    "@everyone", "<https://evil.example|PubMed>", "<mailto:a@b.example|x>", "<!date^1^{date}|x>", "*bold*", "_it_", "~no~",
    "`code`", "```block```", "> quote", ":skull:", "a|b>c", "&lt;!channel&gt;", "&amp;lt;!here&amp;gt;",
]  # fmt: skip
_HEADERS = [
    "x\r\nBcc: victim@example.org", "x\nSubject: other", "x\r\n\r\n<b>body</b>", "x\rX-Evil: 1", "x\u2028Bcc: a@b.example",
    "x\u2029y", "x\x0bBcc: a", "x\x0cy", "x\x85Bcc: a", "=?utf-8?q?=0ABcc:_a?=", "=?utf-8?b?Cg==?=", "a, b@example.org",
    '"quoted" <a@b.example>', "(comment)", "x;y=z", "x" * 1200, "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x08\x08\x08", "\t\t",
]  # fmt: skip
_UNICODE = [
    "\u202eevil\u202c", "\u2066x\u2069", "zero\u200bwidth", "\ufeffbom", "soft\u00adhyphen", "nul\x00l", "lone \ud800 half",
    "\U000e0041tag", "a\u0301\u0301\u0301\u0301", "\uffff", "\ufdd0", "pаypal.com", "ﷺ" * 20, "👩‍⚕️ doctor", "𝕳igh", "½ ≤ 5 µg", "مرحبا",
    "ＡＢＣ", "\u00a0nbsp\u00a0", "İstanbul", "ﬁﬂ", "e\u0301", "🏴‍☠️",
]  # fmt: skip
_ADDRESSES = [
    "javascript:alert(1)", "data:text/html,<script>1</script>", "https://user@evil.example/", "//evil.example", "file:///etc/passwd",
    "https://evil.example/?q=<script>", "../../etc/passwd", "'; DROP TABLE item; --", "$(reboot)", "%00", "%0d%0aBcc:%20x",
    "C:\\con\\con", "-rf /", "=1+1", "+cmd|' /C calc'!A0", "http://[::1]/", "https://ex ample/", "vbscript:x", "\\u003cscript\\u003e",
]  # fmt: skip
HOSTILE = [*_MARKUP, *_SLACK, *_HEADERS, *_UNICODE, *_ADDRESSES]

SPAN = Span(field="abstract", start=0, end=1)


def digest(text: str) -> Digest:
    """Return a digest that has the text wherever a text of others can stand."""
    change = Change(field=text, before=text, after=text, seen=samples.NOW, weight=Weight.HIGH, note=text)
    entry = Entry(
        item=1,
        title=text,
        url="https://pubmed.ncbi.nlm.nih.gov/1/",
        authors=text,
        venue=text,
        date="2026",
        kind="article",
        tier="core",
        source_class="journal",
        tags=(text,),
        badges=(text,),
        summary=(Quote(text=text, span=SPAN, role="finding"),),
        figures=(Figure(measure="HR", value=0.5, sentence=text, span=SPAN, at=SPAN, arm=text, p="<0.05"),),
        traits=(Trait(name="grade", value=text, sentence=text, span=SPAN),),
        regimens=(Regimen(drug="octreotide", text=text, span=SPAN),),
        why=text,
        changes=(change,),
        ties=(Tie(label="reports", title=text, url="https://clinicaltrials.gov/study/NCT05050942"),),
        sources=(text,),
        churn=text,
    )
    panel = Panel(
        name="SORENTO",
        headline=text,
        facts=(("Status", text), (text, "x")),
        design=text,
        note=text,
        changes=(change,),
        revisions=(samples.revision(14, None, text, text),),
        publications=(entry,),
        timeline=(
            Milestone(date="2024", label=text, member=text, title=text),
            Milestone(date="2026", label=text, kind="estimate"),
        ),
        history=(change,),
        versions=(samples.revision(14, None, text, text),),
    )
    sections = (Section(name="core", title="New", entries=(entry,), folded=1, tail=(entry,), note=text),)
    coverage = (samples.coverage("pubmed", error=text, notices=(text,)), samples.coverage(text))
    return dataclasses.replace(
        samples.quiet(),
        title=text,
        sections=sections,
        watched=(panel,),
        coverage=coverage,
        footer=(text,),
        missing=(text,),
    )


def study(text: str) -> Thread:
    """Return a study that has the text wherever a text of others can stand in its documents, as drawings take them too."""
    (entry,) = digest(text).sections[0].entries
    times = (("median", "months", ""), ("rate", "%", "24 months"))
    drawn = (
        Figure(measure="HR", value=0.5, outcome="PFS", sentence=text, span=SPAN, at=SPAN, arm=text, comparator=f"{text}2", contrast="arms"),
        *(
            Figure(measure=measure, value=24.0, outcome="PFS", unit=unit, milestone=when, sentence=text, span=SPAN, at=SPAN, arm=text)
            for measure, unit, when in times
        ),
    )  # fmt: skip
    given = Regimen(drug="octreotide", text=text, span=SPAN, intensification="dose", mg_per_28_days=60.0)
    told = dataclasses.replace(entry, figures=drawn, regimens=(given,), changes=(), kind="article")
    return Thread(
        key="NCT1",
        documents=(
            Document(form="abstract", date="2025", entry=told, changes=entry.changes),
            Document(form="article", date="2026", entry=dataclasses.replace(told, item=2)),
        ),
    )
