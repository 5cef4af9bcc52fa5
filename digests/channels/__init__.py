"""The channels that a digest goes to; every public module of this package is one."""
