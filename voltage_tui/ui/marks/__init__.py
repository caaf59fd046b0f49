"""A person's own words about payments: notes and tags, kept here and never sent to Voltage."""
