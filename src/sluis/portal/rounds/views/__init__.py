"""Pages.

listing     the calendar: rounds and schedules as lists
round       one round
answering   what the source does about it
deciding    what the recipient decides about it
schedule    one schedule, its rounds by year, and its forms
complete    who delivered what: sources against rounds
"""
