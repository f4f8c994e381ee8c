"""The Memos page in parts: what memos are about, choosing among them, writing and linking."""
