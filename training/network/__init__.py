"""Fine-tunes the language models that read whole accounts; needs torch, which nothing that ships does."""
