"""What somebody must do by when: the first page, and the calendar feed."""
