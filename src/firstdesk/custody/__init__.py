"""Who holds what: papers, found things, seized notes, recordings."""
