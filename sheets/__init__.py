"""Tables that people keep in spreadsheets: CSV and XLSX, read with care, and written so that nothing in them runs."""

from __future__ import annotations

from sheets.model import Record, Row, Sheet, Table
from sheets.reading import read

__all__ = ["Record", "Row", "Sheet", "Table", "read"]
