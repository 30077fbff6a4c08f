"""The arithmetic of products: pure, exact, and with its working. Rates and rules come in."""
