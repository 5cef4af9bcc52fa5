"""TeX in fields, as plain text: what is TeX is read, what only looks like it stays."""

import pytest

from watcher.formats._tex import plain


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"jafnr{\ae}{\dh}i og {\th}{\'a}ttt, {\DH} {\TH}", "jafnræði og þáttt, Ð Þ"),
        (r"M{\"u}ller, {\O}strup, {\L}{\'o}d{\'z}, {\AA}rhus, \v{C}ech, \c{C}elik", "Müller, Østrup, Łódź, Århus, Čech, Çelik"),
        (r"\`{e} \^{\i} \~n \u{g} \H{o} \r{u} \k{a} \d{s} \=a caf\'e na\"ive", "è î ñ ğ ő ů ą ṣ ā café naïve"),
        (r"$\Sigma^{0}$ and H$_2$O, $^{177}$Lu, $5\,\mu$g", "Σ0 and H2O, 177Lu, 5 µg"),
        (r"p$<$0.05, {\textgreater} 5 {\textless} 6, \textpm 2, 5\textmu m, \textdegree C", "p<0.05, > 5 < 6, ±2, 5µm, °C"),
        (r"50 % of 100 \% at $5 or $6, A & B \& C, a_b, 10^5", "50 % of 100 % at $5 or $6, A & B & C, a_b, 10^5"),
        (r"\textit{In vivo} \emph{study}, {\textsc{Netter}}-1, \url{https://x.example/a_b}", "In vivo study, Netter-1, https://x.example/a_b"),
        (r"``quoted'' -- and --- so on", "“quoted” – and — so on"),
        (r"\textbraceleft{}a\textbraceright{} \textbackslash{}write18", r"{a} \write18"),
        (r"unbalanced { and \textbf{bold", "unbalanced  and bold"),
        ("{" * 3_000 + r"\'e", r"\'e"),
        (r"A {\TeX} of \AmSTeX\Dash{}and \LaTeX-users, \noopsort{a}b \relax c", "A TeX of AmSTeX—and LaTeX-users, ab c"),
        ("\\", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_tex_is_read_and_what_only_looks_like_it_stays(tex, text):
    assert plain(tex) == text
