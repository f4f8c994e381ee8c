"""Word documents: all of their words in order, and everything that is not taken said with its words."""

from __future__ import annotations

from io import BytesIO

from docx import Document

from tests.transcripts.documents import docx, p, paragraphs, run, table, wrapped
from transcripts.reading import ReadingChoices, TranscriptReading, read


def reading(body: str, choices: ReadingChoices | None = None, **parts: str) -> TranscriptReading:
    return read(docx(body, **parts), "transcript.docx", choices)


def told(found: TranscriptReading) -> list[tuple[int | None, str, str]]:
    return [(turn.start_ms, turn.speaker, turn.text) for turn in found.turns]


def said(found: TranscriptReading) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.message) for problem in found.problems]


def test_runs_hyperlinks_and_breaks_are_one_paragraph() -> None:
    body = p(run("I: "), run("Hvordan "), f"<w:hyperlink>{run('gikk')}</w:hyperlink>", run(" det?")) + paragraphs(
        "H03: Bra.\nVeldig bra.", "I: Fint."
    )

    assert told(reading(body)) == [
        (None, "I", "Hvordan gikk det?"),
        (None, "H03", "Bra.\nVeldig bra."),
        (None, "I", "Fint."),
    ]


def test_a_document_of_python_docx_is_read() -> None:
    document = Document()
    for text in ("I: Hei.", "B: Hei.", "I: Ja #00:00:12-3#"):
        document.add_paragraph(text)
    written = BytesIO()
    document.save(written)

    assert [turn.text for turn in read(written.getvalue(), "x.docx").turns] == ["Hei.", "Hei.", "Ja"]


def test_teams_has_name_time_and_words_in_one_paragraph() -> None:
    found = reading(
        paragraphs("Kari Nordmann   0:03\nHei alle.", "Ahmed Ali   0:10\nTakk.", "Kari Nordmann   1:02:15\nDa.")
    )

    assert told(found) == [
        (3_000, "Kari Nordmann", "Hei alle."),
        (10_000, "Ahmed Ali", "Takk."),
        (3_735_000, "Kari Nordmann", "Da."),
    ]


def test_a_table_with_headings_is_a_turn_for_each_row() -> None:
    rows = [("Tid", "Taler", "Tekst"), ("0:00:01", "I", "Hei."), ("0:00:05", "H03", "Hei.¶Ja."), ("sent", "", "Mer.")]

    found = reading(table(*rows))

    assert told(found) == [(1_000, "I", "Hei."), (5_000, "H03", "Hei.\nJa."), (None, "H03", "Mer.")]
    assert said(found) == [
        (1, "the table's headings are not taken: “Tid | Taler | Tekst”"),
        (4, "“sent” is not a time, and is not taken"),
    ]


def test_a_table_without_headings_is_known_by_what_is_in_it() -> None:
    rows = [("I:", "Hvordan gikk det med deg?"), ("H03:", "Det gikk veldig fint."), ("I:", "Så bra."), ("H03:", "Ja.")]

    assert [(s, t) for _, s, t in told(reading(table(*rows)))] == [(a.rstrip(":"), b) for a, b in rows]


def test_a_table_of_other_things_is_paragraphs() -> None:
    found = reading(table(("Sted", "Bergen"), ("Dato", "5. mars")) + paragraphs("I: Hei.", "B: Ja.", "I: Nei."))

    assert [turn.speaker for turn in found.turns] == ["I", "B", "I"]
    assert [message.rpartition(": ")[2] for _, message in said(found)] == ["“Sted”", "“Bergen”", "“Dato”", "“5. mars”"]


def test_tracked_changes_comments_notes_boxes_and_heads_are_said() -> None:
    body = (
        p(run("I: Hei "), "<w:del><w:r><w:delText>borte</w:delText></w:r></w:del>", f"<w:ins>{run('her')}</w:ins>")
        + p(run("B: Ja."), f"<w:r><w:pict><w:txbxContent>{paragraphs('I boksen')}</w:txbxContent></w:pict></w:r>")
        + p("<w:pPr><w:numPr/></w:pPr>", run("I: Nei."))
    )
    comment = wrapped("comments", f"<w:comment>{paragraphs('Hva er dette?')}</w:comment>")
    note = wrapped("footnotes", f"<w:footnote>{paragraphs('Se notat.')}</w:footnote>")
    head = wrapped("hdr", paragraphs("Prosjekt PM+"))

    found = reading(body, comments=comment, footnotes=note, header1=head)

    assert [turn.text for turn in found.turns] == ["Hei her", "Ja.", "Nei."]
    assert set(said(found)) == {
        (1, "words that were deleted with “Track changes” are not taken: “borte”"),
        (2, "a text box is not taken: “I boksen”"),
        (None, "a comment is not taken: “Hva er dette?”"),
        (None, "a footnote is not taken: “Se notat.”"),
        (None, "the page's head is not taken: “Prosjekt PM+”"),
    }
    assert any("tracked" in notice for notice in found.notices) and any("bullet" in notice for notice in found.notices)


def test_the_two_forms_of_one_drawing_are_read_once() -> None:
    one = run("B: En.")
    both = f"<mc:Choice>{one}</mc:Choice><mc:Fallback>{one}</mc:Fallback>"

    assert [
        turn.text
        for turn in reading(p(f"<mc:AlternateContent>{both}</mc:AlternateContent>") + paragraphs("B: To.")).turns
    ] == ["En.", "To."]
