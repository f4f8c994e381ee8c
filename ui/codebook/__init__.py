"""The Codebook page in parts: the tree and its counts, one code's card, themes, versions, the recoding list, files."""
