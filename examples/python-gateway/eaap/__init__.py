"""What the RFCs specify, written from their text."""
