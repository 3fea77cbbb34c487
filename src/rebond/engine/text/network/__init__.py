"""A language model that reads a whole account in one pass: where its pieces, weights and states come from."""
