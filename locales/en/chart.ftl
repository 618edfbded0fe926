# Charts on pages.
chart-unit = Unit: { $unit }
chart-unit-people = people
chart-unit-yuan = yuan
chart-unit-wan-yuan = 10,000 yuan
chart-unit-courses = courses
chart-unit-items = items
chart-unit-entries = entries
chart-unit-times = times
chart-unit-employers = employers
