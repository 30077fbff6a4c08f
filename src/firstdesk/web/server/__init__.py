"""Runs Firstdesk on one machine: an embedded PostgreSQL, the web server and the worker."""
