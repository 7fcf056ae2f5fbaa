"""The run sheet: phases and tasks, gates, routines, meetings, messages, runbooks, actions."""
