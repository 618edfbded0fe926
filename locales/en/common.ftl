# Common words: enums, dates, units
date-unknown = date unknown
