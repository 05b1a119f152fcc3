"""What lasts: the ledger, the projections rebuilt from it, texts, archives, and tables read from files."""
