"""Names become places of the gazetteer, in the context of the story."""
