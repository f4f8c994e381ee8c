"""Codes on passages, and what can be counted and found through them."""
