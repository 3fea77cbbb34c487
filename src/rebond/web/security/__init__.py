"""Who may ask: loopback names only, this origin only, the browser that was opened with the launch token only."""
