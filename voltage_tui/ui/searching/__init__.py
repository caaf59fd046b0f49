"""Searching on the screen: the day it is asked on, what is offered, and what is kept."""
