"""What in a text is markup: an element's tag, and not what only stands between signs for less and greater."""

import re
from functools import lru_cache

# What is markup, and what only a sign for less or greater than: "<i>" and not "<median than >".
_HTML = frozenset(
    """a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button
    canvas caption center cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer
    form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map
    mark marquee menu meta meter nav nobr noembed noframes noscript object ol optgroup option output p param picture pre progress q rp rt ruby
    s samp script search section select slot small source span strike strong style sub summary sup svg table tbody td
    template textarea tfoot th thead time title tr track tt u ul var video wbr""".split()
)
# In lower case alone, as XML is: "<MTD" is a dose.
_XML = frozenset(
    """math mi mn mo ms mrow mfrac msqrt mroot mstyle merror mpadded mphantom mfenced menclose msub msup msubsup munder mover
    munderover mmultiscripts mtable mtr mtd mtext mspace maction semantics annotation annotation-xml mprescripts none
    bold italic underline overline sc scp inf roman monospace sec break inline-formula disp-formula alternatives tex-math
    xref ext-link named-content styled-content list list-item item entry feed channel rss content g path rect circle
    line text image use defs ellipse polygon polyline symbol""".split()
)
# What may stand inside a title or a sentence of an abstract, without parting it.
_INLINE = frozenset("i b u em strong sub sup small p br span font bold italic underline sc scp inf title sec".split())
# https://html.spec.whatwg.org/multipage/indices.html#attributes-3
_BARE = frozenset(
    """allowfullscreen async autofocus autoplay checked controls default defer disabled formnovalidate hidden inert ismap
    itemscope loop multiple muted nomodule novalidate nowrap noshade open playsinline readonly required reversed selected
    crossorigin download data""".split()
)
_TAG = re.compile(
    r"""<(/?)([A-Za-z][\w:-]{0,60}+)((?:(?:\s++|(?<=["']))[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'|[^\s"'<>]++))?+)*+)\s*+/?+>"""
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(\s{0,9}+=\s{0,9}+(?:"[^"<]*+"|'[^'<]*+'|[^\s"'<>]++))?+""")
_ANY = re.compile(r"</?+[A-Za-z][^<>]{0,2000}+>")
# A formula stands there twice, as MathML to be shown and as TeX, which nobody wants to read.
_TEX = re.compile(r"<((?:[a-z]{1,8}:)?(?:annotation|tex-math))\b[^<>]{0,300}+>[^<]{0,2000}+</\1>")


@lru_cache(maxsize=4_096)
def is_tag(text: str) -> bool:
    """Return whether the text from "<" to ">" is a tag: an element's name, and attributes that look like some.

    An element that we do not know is one where it has an attribute with a value, a prefix or a hyphen.
    """
    found = _TAG.fullmatch(text)
    if found is None:
        return False
    attributes = _ATTRIBUTE.findall(found[3])
    if any(not value and not _may_be_bare(name) for name, value in attributes):
        return False
    name = found[2]
    return name.lower() in _HTML or name in _XML or ":" in name or "-" in name or any(value for _, value in attributes)


def _may_be_bare(name: str) -> bool:
    return name.lower() in _BARE or not name.isalpha()  # "data-x", "@click", "v-cloak" are programs' own


def without_markup(text: str) -> str:
    """Return the text without inline tags and formulas' TeX; everything else between "<" and ">" stays."""
    return _ANY.sub(_kept, _TEX.sub("", text)) if "<" in text else text


def _kept(found: re.Match[str]) -> str:
    name = found.group().strip("</>").split(None, 1)[0].rstrip("/")
    prefix, _, local = name.rpartition(":")
    is_inline = local.lower() in _INLINE or local in _XML or prefix.lower() in {"jats", "mml"}
    return "" if is_inline and is_tag(found.group()) else found.group()
