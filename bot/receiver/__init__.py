"""From Telegram into the inbox: nothing is confirmed to Telegram before it is stored."""
