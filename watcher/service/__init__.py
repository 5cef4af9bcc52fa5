"""What is due and how it is done: the Python API under the command line."""
