"""How well each way of reading reads, all on the same accounts."""
