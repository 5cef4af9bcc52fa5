"""What databases hand out, read and not written; every public module is a format."""
