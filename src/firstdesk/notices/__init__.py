"""Messages to customers, with proof that they arrived and a call where none did."""
