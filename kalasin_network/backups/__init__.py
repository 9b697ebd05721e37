"""The whole portal in one encrypted file, and back."""
