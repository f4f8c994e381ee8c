"""Codebooks as files people can read, write and exchange."""
