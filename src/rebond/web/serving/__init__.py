"""Opening Rebond on one's own machine: the data brought up to date, a port, a browser tab, and a clean end."""
