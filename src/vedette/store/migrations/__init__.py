"""The schema's history, one file per revision, run by `store.upgrade` when a workspace is opened for writing."""
