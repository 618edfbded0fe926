# Being told by mail.
subscribe-title = Be told by mail
subscribe-mail = by mail
subscribe-about-all = Everything that becomes public
subscribe-about = { $name }
subscribe-about-search = What a search for “{ $query }” newly finds
subscribe-address = Mail address
subscribe-rhythm = When
subscribe-daily = At eight in the morning, when there is something new
subscribe-at-once = As soon as something becomes public
subscribe-do = Subscribe
subscribe-wrong = That is no mail address. Write it as name@example.com.
subscribe-noted = Please confirm it in your mail
subscribe-noted-about = A mail is on its way. It counts once you open its link and press “Confirm”, within 48 hours. If none comes, look among spam, or check the address and type it again; one address is asked once a day.
subscribe-off = The school does not send mail yet. Follow a feed instead:
subscribe-privacy = The address is used to send this and for nothing else, shown to nobody, and deleted when you leave.
subscribe-confirm = Confirm
subscribe-change = Save
subscribe-leave = Leave and delete the address
subscribe-confirmed = You are subscribed
subscribe-left = You have left, and the address is deleted
subscribe-none = There is no such subscription
subscribe-none-about = It may have been ended, or was not confirmed within 48 hours.
subscribe-somebody = a subscriber
subscribe-somebody-about = subscription by mail
subscribe-mail-confirm-subject = Please confirm: disclosures of { $school }
subscribe-mail-confirm = Somebody asked with this address to be told what { $school } makes public. Open the link to confirm it; without that nothing more is sent.
subscribe-mail-confirm-do = Confirm
subscribe-mail-ignore = If it was not you, do nothing: the address is deleted after 48 hours.
subscribe-mail-subject = { $school }: { $count ->
    [one] one new record
   *[other] { $count } new records
 }
subscribe-mail-subject-search = { $school }: { $count ->
    [one] one new record
   *[other] { $count } new records
 } for “{ $query }”
subscribe-mail-more = { $count ->
    [one] One more is on the portal.
   *[other] { $count } more are on the portal.
 }
subscribe-mail-end = Change or leave
job-tell = telling subscribers what is new
