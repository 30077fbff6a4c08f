"""One module a family of products; each rule is one pure function. Modules are found by name."""
