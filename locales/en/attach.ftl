# Attachments

attach-head = Attachments
attach-add = Add attachments
attach-add-hint = Several at once if you like: up to 20 MB each, and 20 MB together. One of the same name takes the place of the one before.
attach-upload = Save draft and upload
attach-remove = Remove
attach-remove-this = Remove attachment: { $name }
attach-redact = Replace by a copy without personal data
attach-about = { $kind }, { $size }
attach-kind-text = document
attach-kind-sheet = spreadsheet
attach-kind-slides = slides
attach-kind-pdf = fixed-layout document
attach-kind-picture = picture
attach-kind-archive = archive
attach-kind-other = file
attach-clear = No identity numbers, mobile numbers or the like were found
attach-certain = { $count ->
    [one] To change: { $count } piece of personal data; it cannot go to review like this
   *[other] To change: { $count } pieces of personal data; it cannot go to review like this
}
attach-suspected = { $count ->
    [one] Please look: { $count } place that may be personal data
   *[other] Please look: { $count } places that may be personal data
}
attach-more = and { $count } more
attach-spot = { $kind } { $place }{ $hidden } { $masked }
attach-unread = Please look: not all of it was checked
attach-unread-picture = Text in pictures is not checked; please open it and look
attach-unread-archive = Files in the archive are not checked; please open each and look, or better upload them one by one
attach-unread-encrypted = The file has a password, so it was not checked; the public could not open it either. Please take the password off and upload it again
attach-unread-format = Files of this format are not read, so it was not checked; please open it and look, or better save it as .docx, .xlsx or .pdf
attach-unread-not-finished = The file is too complicated and was not checked to its end; please open it and look
attach-unread-not-looked-into = { $at } was not checked and stands in the copy as it was; please open it and look
attach-concealed = Please look: the file holds what nobody sees who opens it, and whoever downloads it can find
attach-concealed-at = { $what } ({ $at })
attach-concealed-hidden-sheet = Hidden sheet
attach-concealed-hidden-row = Hidden rows
attach-concealed-hidden-column = Hidden columns
attach-concealed-hidden-text = Hidden text
attach-concealed-tracked-deletion = Words that a tracked change has removed
attach-concealed-covered = Words under a shape
attach-concealed-comment = Comments
attach-not-taken = { $count ->
    [one] One thing was not done, all else is saved:
   *[other] { $count } things were not done, all else is saved:
}
attach-untaken = The files you chose have not been taken. Please choose them again once the rest is right.
attach-session-over = You were signed out. What you wrote is still here; the files you chose were not taken: please choose them again after signing in.
attach-fault = { $name }: { $why }
attach-fault-empty = the file is empty and was not taken. Please check it and choose it again
attach-fault-kind = files of this kind cannot be attached. Word, WPS, Excel, PDF, OFD, slides, text and pictures can
attach-fault-packed = files in an archive cannot be checked; it was not taken. Please unpack it and upload its files one by one
attach-fault-rtf = the text of .rtf cannot be checked; it was not taken. Please open it in Word or WPS, save it as .docx and upload that
attach-fault-unlike = the content does not fit the ending of the name; it was not taken. Please open it in its own program, save it anew and upload that
attach-fault-large = more than 20 MB; it was not taken. Please compress its pictures or split it
attach-fault-named = the name of the file holds personal data; it was not taken. Please rename it and upload it again:{" "}
attach-fault-unreadable = not taken.{" "}
attach-fault-not-redacted = no copy without personal data can be made; the file stays as it was.{" "}
redact-by-hand = Please delete these places in the program it was made with, and upload it again
export-attachments = { $count ->
    [one] Attachments are not in the file: { $count } is in the database only
   *[other] Attachments are not in the file: { $count } are in the database only
}
error-attachment = Attachment { $name }: { $why }
record-error-too-many-attachments = A record has at most 20 attachments; please remove or merge some first
record-error-no-attachment = There is no such attachment; somebody may have removed it
attach-fault-evidence = is no evidence; please bring a screenshot, photograph or scan (.jpg, .png, .pdf)
attach-picture-gone = the document names this picture and does not hold it; save it and attach it

# Suspected personal data
suspect-head = Please answer: this may hold personal data, or has parts that are not seen when it is opened
suspect-about = Answers are kept when it is sent for review, shown to whoever reviews and publishes it, and logged. A changed text or file is asked about anew. What should not be public: change it, remove it, or put a redacted copy in its place.
suspect-text = the text
suspect-what = What these in { $place } are
suspect-choose = Please choose
suspect-is-not-personal = Looked at; not personal data
suspect-is-lawful = Personal data that a rule makes public
suspect-why = What it is, or the basis
suspect-why-hint = Of what is not personal data, say what it is; of what a rule makes public, name the rule and its article (第…条).
suspect-unanswered = Not sent for review yet: this may hold personal data, or has parts that are not seen when it is opened. Please answer first.
suspect-wrong-short = Please say it in full
suspect-wrong-no-article = Please name the article (第…条)
suspect-wrong-long = Too long: at most 300 characters
suspect-wrong-personal = The answer holds personal data itself; please change it
suspect-look-at = Look at these before you go on
suspect-looked = I looked at these in { $place }
suspect-stand-by = I looked at these in { $place } and agree with the answer above
work-looked-answer = Something is not answered yet. Please choose and say why for each
work-looked-short = Please say it in full
work-looked-no-article = Please name the article (第…条)
work-looked-long = Too long: at most 300 characters

preview-read = Read it here
preview-read-of = Read it here: { $file }
preview-kicker = Attachment
preview-download = Download the file
preview-about = Text and tables only; for looks, pictures and seals see the file itself.
preview-page = Page { $page }
preview-table = Table
preview-cut = The file is long and not all of it is shown here.
preview-empty = There is no text in this file that could be shown; it may be a scan or a picture. Please download it.
