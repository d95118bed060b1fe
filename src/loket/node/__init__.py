"""What one machine holds and does."""
