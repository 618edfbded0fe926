# Feeds and calendars.
feed-name = 信息公开更新
feed-follow = 订阅更新：
feed-ics = 公示期日历（iCalendar）
feed-about = 最近公开的信息，最多50条；只列有确切公开日期的信息。
feed-undated = 另有公开日期不详或待核实的信息，请在门户查看。
feed-calendar = { $school }公示期和年度公开日期
feed-publicity = 公示：{ $title }
feed-due = 年度公开期限：{ $item }
