"""These files are read by test_errors.py, not collected as cases."""

collect_ignore_glob = ["bad/*", "good/*"]
