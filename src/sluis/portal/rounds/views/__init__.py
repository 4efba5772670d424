"""Pages.

listing     the calendar: rounds and schedules as lists
round       one round, and what each side can do about it
schedule    one schedule, its rounds by year, and its forms
complete    who delivered what: sources against rounds
"""
