"""What the book costs: time of the package, and of the reader."""
