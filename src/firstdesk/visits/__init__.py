"""Home visits: two people, approval, papers, route and result."""
