"""A small portal with a page for each part of `ui`, of which the tests take pictures and measure."""
