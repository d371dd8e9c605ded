"""Measurements that anyone can repeat; each figure with its command."""
