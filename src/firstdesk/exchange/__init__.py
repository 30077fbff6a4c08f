"""Signals from the bank's own systems; webhooks and mail to and from them."""
