"""The Thai language in plain Python: dates, dictionary order, words. No Django in here."""
