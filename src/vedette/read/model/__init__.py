"""What is trained: the encoder, the models that weigh the rules, templates, and the vote of a language model."""
