"""Making and reading pages: PDF, OCR, images."""
