"""Verbs on themes: analytic claims that gather codes across the tree. Each is one step that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codebooks import tree
from codebooks.model import Localised, Theme
from core.clock import new_id
from core.design import Person
from study.codebook_changes import CodebookChanges
from study.codebook_codes import tidy_names


class ThemeVerbs(CodebookChanges):
    """The themes; reading them is `codebook(person).themes`."""

    def add_theme(self, person: Person, name: str | Localised, memo: str = "", code_ids: Sequence[str] = ()) -> Theme:
        """Add a theme with its memo and the codes it gathers."""
        names = tidy_names({"en": name} if isinstance(name, str) else name)
        theme = Theme(new_id(), names, memo, tuple(code_ids))
        with self.changing(person, "theme") as change:
            change.subject_id = theme.id
            change.names.append(tree.called(theme))
            change.codebook = tree.with_theme(change.before, theme)
        return tree.find_theme(change.codebook, theme.id)

    def change_theme(
        self,
        person: Person,
        theme_id: str,
        *,
        name: str | Localised | None = None,
        memo: str | None = None,
        code_ids: Sequence[str] | None = None,
    ) -> Theme:
        """Change what a theme is called, its memo or its codes; None leaves it as it is."""
        with self.changing(person, "theme") as change:
            theme = tree.find_theme(change.before, theme_id)
            change.subject_id = theme_id
            change.names.append(tree.called(theme))
            if name is not None:
                theme = replace(
                    theme, name=tidy_names(dict(theme.name) | {"en": name} if isinstance(name, str) else name)
                )
            if memo is not None:
                theme = replace(theme, memo=memo)
            if code_ids is not None:
                theme = replace(theme, code_ids=tuple(code_ids))
            change.codebook = tree.with_theme(change.before, theme)
        return tree.find_theme(change.codebook, theme_id)

    def delete_theme(self, person: Person, theme_id: str) -> None:
        """Delete a theme and its memo; its codes stay."""
        with self.changing(person, "theme") as change:
            change.subject_id = theme_id
            change.names.append(tree.called(tree.find_theme(change.before, theme_id)))
            change.codebook = tree.without_theme(change.before, theme_id)
