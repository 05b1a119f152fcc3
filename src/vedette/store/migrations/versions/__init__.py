"""One file per revision; `store.schema.REVISIONS` lists them in order."""
