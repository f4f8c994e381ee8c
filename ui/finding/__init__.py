"""The Find page in parts: what is looked for, and a code on everything found."""
