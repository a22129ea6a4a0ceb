"""What the pages show: rows of the service turned into words and figures for people."""
