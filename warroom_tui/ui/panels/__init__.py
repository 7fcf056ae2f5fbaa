"""The panels of the dashboard: each draws its part of the board."""
