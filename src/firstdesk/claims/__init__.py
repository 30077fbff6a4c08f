"""Money that does not agree: machines, tills, transfers, disputed entries, old instruments."""
