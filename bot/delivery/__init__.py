"""The only part that calls the Bot API to say something: edit or send, toast, file, and what became of it."""
