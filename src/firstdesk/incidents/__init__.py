"""What hits many at once: an outage, a machine down; and help called at a window."""
