"""With what oversight begins: measures, standards and rules in own words."""
