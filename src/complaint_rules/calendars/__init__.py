"""Calendars: which days are working days, year by year, and which years are covered at all."""
