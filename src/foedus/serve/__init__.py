"""The situation room: a local server with an API over one case, and the page that looks at it."""
