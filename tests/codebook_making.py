"""Made-up codebooks for tests of their formats: one to look at, and any others."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from codebooks.model import Code, Codebook, CodeStatus, Theme

IDENTITY, BELONGING, COPING = "1" * 32, "2" * 32, "3" * 32
LANGUAGES = ("en", "no", "ar")

anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
#: What people type: no control characters, line ends as they are kept, nothing invisible around it.
typed = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=40).map(str.strip)
one_line = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs", "Cf")), max_size=20)


def small(**changes: object) -> Codebook:
    """Three codes, two languages, one theme."""
    codes = (
        Code(
            IDENTITY,
            {"en": "Identity", "no": "Identitet"},
            colour="#0960d9",
            status=CodeStatus.AGREED,
            definition={"en": "Who they are.", "no": "Hvem de er."},
            when_to_use={"en": "When somebody says who they are."},
            when_not_to_use={"en": "Not for how well they manage."},
            anchor_example={"en": "I say I am a helper now."},
            borderline_example={"no": "-ja, jeg er blitt roligere."},
        ),
        Code(BELONGING, {"en": "Belonging", "no": "Tilhørighet"}, parent_id=IDENTITY, colour="#576cf2"),
        Code(COPING, {"no": "Mestring"}, position=1, colour="#8d5701", author="Kari"),
    )
    themes = (Theme("4" * 32, {"en": "Becoming somebody"}, "Helping gives a name.", (BELONGING, COPING)),)
    return Codebook(**{"title": {}, "codes": codes, "languages": ("en", "no"), "themes": themes, **changes})  # type: ignore[arg-type]


@st.composite
def codebooks(
    draw: st.DrawFn, texts: st.SearchStrategy[str] = anything, names: st.SearchStrategy[str] = anything
) -> Codebook:
    """Codebooks in reading order: names differ, everything else may be anything."""
    filled = texts.filter(bool) if texts is not anything else texts
    localised = st.dictionaries(st.sampled_from(LANGUAGES), filled, max_size=3)
    parents: list[str | None] = [None]
    found: list[Code] = []
    for number in range(draw(st.integers(0, 6))):
        found.append(
            Code(
                id=f"c{number}",
                name={draw(st.sampled_from(LANGUAGES)): f"{draw(names)} {number}".strip()},
                parent_id=draw(st.sampled_from(parents)),
                position=number * draw(st.integers(1, 3)),
                colour=draw(st.sampled_from(["#0960d9", "#ffffff"])),
                definition=draw(localised),
                when_not_to_use=draw(localised),
                borderline_example=draw(localised),
                examples_constructed=draw(st.booleans()),
                status=draw(st.sampled_from(CodeStatus)),
                author=draw(names).strip(),
                created_at=draw(st.none() | st.datetimes(timezones=st.just(UTC), min_value=datetime(1990, 1, 1))),
            )
        )
        parents.append(f"c{number}")
    tree = Codebook(draw(localised), tuple(found), LANGUAGES, tuple(draw(st.lists(texts, max_size=2))))
    members = st.lists(st.sampled_from([code.id for code in found]), unique=True, max_size=3) if found else st.just([])
    themes = tuple(
        Theme(f"t{number}", {"en": f"{draw(names)} {number}".strip()}, draw(texts), tuple(draw(members)))
        for number in range(draw(st.integers(0, 2)))
    )
    return Codebook(tree.title, tuple(code for _, code in tree.walk()), tree.languages, tree.sources, themes)
