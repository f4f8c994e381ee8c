"""Whatever people write is shown as text. The browser test looks at the same strings in Chromium."""

from __future__ import annotations

import pytest

from ui.markdown import WORD_JOINER, plain

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=http://evil.invalid/x.png onerror=alert(1)>",
    "[link](http://evil.invalid)",
    "![image](http://evil.invalid/x.png)",
    "javascript:alert(1)",
    "http://evil.invalid",
    "www.evil.invalid",
    "a@evil.invalid",
    "**bold** _it_ `code` ~~gone~~",
    "# heading",
    "> quote",
    "- item",
    "1. item",
    "| a | b |",
    "$x^2$",
    ":material/lock:",
    ":red[red]",
    ":smile:",
    "a -> b <- c -- d",
    "&lt;b&gt; &copy;",
    "\\*",
    "[^1]",
    "<!-- -->",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_every_mark_is_escaped(text: str) -> None:
    letters = plain(text)
    position = 0
    while position < len(letters):
        if letters[position] == "\\":
            position += 2
            continue
        assert letters[position].isalnum() or letters[position] in f" {WORD_JOINER}"
        position += 1


def test_only_backslashes_and_joiners_are_added() -> None:
    for text in HOSTILE:
        undone = []
        skip = False
        for character in plain(text).replace(WORD_JOINER, ""):
            if character == "\\" and not skip:
                skip = True
                continue
            undone.append(character)
            skip = False
        assert "".join(undone) == text


def test_line_breaks_become_spaces() -> None:
    assert plain("a\r\nb\n\n# c\u2028d") == "a b \\# c d"


def test_direction_overrides_and_control_characters_are_not_shown() -> None:
    assert plain("abc\u202egpj.exe\x00\x1b\u2067") == "abcgpj\\.exe"


@pytest.mark.parametrize(
    "text", ["Blåbærsyltetøy på Ås", "كنت خائفة في البداية", "Сестра и брат", "ሰላም", "🙂👩‍👩‍👧", "H03", ""]
)
def test_ordinary_words_of_any_language_stay_as_they_are(text: str) -> None:
    assert plain(text) == text


def test_addresses_are_broken_up_so_that_nothing_makes_links_of_them() -> None:
    for text, whole in (
        ("http://a.no", "://"),
        ("www.a.no", "www."),
        ("a@b.no", "@b"),
        (":smile:", ":smile"),
        ("a->b", "->"),
    ):
        assert whole not in plain(text).replace("\\", "")
