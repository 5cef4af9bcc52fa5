"""What is made of records for people, or for one program, written and not read back; every public module is a format."""
