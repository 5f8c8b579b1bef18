"""Works the inbox off: in order within a chat, chats in parallel, each update in one transaction."""
