"""What every other package shares: errors, spans, the design of a study. Standard library only."""
