# Errors and forms

# Error page
http-error-absent = There is no such page
http-error-absent-page = The address may be mistyped, or the page has moved.
http-error-absent-record = There is no such public record. It may never have been public, or the address or index number is wrong.
http-error-absent-item = There is no such item. Items of the national list are 1 to 50; the school’s own are S1, S2 and so on.
http-error-absent-category = There is no such category. Those of the national list are 1 to 10; the school’s own begin at 11.
http-error-absent-dataset = There are no such figures.
http-error-absent-report = There is no such annual report, or not in this form.
http-error-malformed = The address cannot be read
http-error-malformed-advice = It contains characters that cannot be decoded. Please start again from the front page or the catalogue.
http-error-sign-in = Please sign in first
http-error-sign-in-advice = This page is for members of staff who have signed in.
http-error-cross-site = This submission was refused
http-error-cross-site-advice = It came from another website and was refused to protect you. Please try again from a page of this site.
http-error-forbidden = You are not allowed to do this
http-error-forbidden-advice = It is not part of your role. If you need it, please contact the disclosure office.
http-error-method = This cannot be done here
http-error-method-advice = The address does not accept this kind of request. Please start from a page of this site.
http-error-conflict = Somebody else has changed this
http-error-conflict-advice = It was changed after you opened it. Please open it again, check it, and submit once more.
http-error-rule = This cannot be done now
http-error-rule-advice = The stage that the record has reached does not allow it:
http-error-personal = It contains personal data that may not be published
http-error-personal-advice = Please remove or mask the following and submit again:
http-personal = { $field }: { $masked }
http-error-gone = This has been taken down
http-error-gone-advice = The record was public once and is no longer available.
http-error-too-large = Too much was submitted
http-error-too-large-advice = It is larger than what is accepted here. Please shorten it and try again.
http-error-long = The address is too long
http-error-long-advice = Please search for fewer words or with fewer conditions.
http-error-media-type = The format is not accepted
http-error-media-type-advice = Only forms are accepted here. Please fill in the form on a page of this site.
http-error-invalid = Something is not filled in correctly
http-error-invalid-advice = Please correct the following and submit again.
http-error-many = Too many requests
http-error-many-advice = Please try again in a few seconds.
http-error-busy = The system is busy
http-error-busy-advice = Another operation has not finished yet. Please try again in a moment.
http-error-timeout = Busy for the moment
http-error-timeout-advice = Please try again shortly.
http-error-unavailable = Cannot be read for the moment
http-error-unavailable-advice = The database is out of reach, which has been recorded. Please try again a little later.
http-error-internal = Something went wrong on our side
http-error-internal-advice = The fault has been recorded. To report it, quote the number below.
http-error-reference = Number
http-error-exists = You can go here instead
http-error-back = Back to where you were

# Fields of forms
field-mode = Reading mode
field-back = Return address
field-error-required = { $field } is missing
field-error-choice = { $field } is not one of the choices
field-error-long = { $field } is too long
