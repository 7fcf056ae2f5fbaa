"""What can be done with the run sheet: phases, gates, routines, meetings, messages, runbooks."""
