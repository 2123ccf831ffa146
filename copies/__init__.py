"""The book to take along, made of the built site: Markdown of its pages, and all in one file."""
