"""How the tables came to be: one module per step, run in order by `storage.migrating`, never changed once released.

A step is a module `mNNNN_what_it_does.py` with `revision`, `down_revision` and `upgrade()`. A step that means to add or
remove rows names their tables in `ROWS_CHANGE`; in all others a different number of rows afterwards stops the upgrade.
"""
