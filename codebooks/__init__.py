"""Codes, and the tree that holds them."""
