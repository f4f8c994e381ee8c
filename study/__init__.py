"""The application: a study and its verbs. Pages, routes and the command line all act through here."""

from study import registry
from study.exporting import ExportedFile, ExportFormat, QuoteChoices
from study.study import Study

__all__ = ["ExportFormat", "ExportedFile", "QuoteChoices", "Study", "registry"]
