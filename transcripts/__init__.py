"""The words of an interview: turns, words, speakers."""
