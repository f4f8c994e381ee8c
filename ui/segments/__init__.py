"""The Segments page in parts: what is asked for, what the numbers say, the passages themselves."""
