# Charts on pages.
chart-unit = 单位：{ $unit }
chart-unit-people = 人
chart-unit-yuan = 元
chart-unit-wan-yuan = 万元
chart-unit-courses = 门
chart-unit-items = 个
chart-unit-entries = 条
chart-unit-times = 次
chart-unit-employers = 家
