"""The decision log: decisions and their rules, stored so that changes are detected and decisions can be made again."""
