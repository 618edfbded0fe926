# Feeds and calendars.
feed-name = New disclosures
feed-follow = Follow what is new:
feed-ics = publicity periods (iCalendar)
feed-about = The latest disclosures, at most fifty, with a known day of publication.
feed-undated = More without a certain day stand on the portal.
feed-calendar = { $school }: publicity periods and yearly days
feed-publicity = In publicity: { $title }
feed-due = Due each year: { $item }
