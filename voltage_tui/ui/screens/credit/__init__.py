"""Page 5, Credit: each line's limit, what is handed out, what is used, what is left."""
