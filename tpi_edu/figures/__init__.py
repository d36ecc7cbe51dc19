"""Pictures and sentences: model results become a matplotlib Figure and the words that describe it."""
