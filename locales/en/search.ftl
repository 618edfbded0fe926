# Filters, results and proposals of the search page; the workbench's page of searches that found nothing
search-none-filtered = Nothing with these filters.
search-unfilter = Clear filters
search-loose =
    { $count ->
        [one] Nothing holds all of the words; this one holds most of them
       *[other] Nothing holds all of the words; these { $count } hold most of them
    }
search-partial =
    { $count ->
        [one] The index is being made; only titles, numbers and units were searched so far: the newest result
       *[other] The index is being made; only titles, numbers and units were searched so far: the newest { $count } results
    }
search-sort = Sort by
search-sort-relevance = Relevance
search-sort-date = Date
search-also = Also looked for:{" "}
search-meant = Did you mean
search-shorter = Try fewer words
search-records =
    { $count ->
        [one] { $count } record
       *[other] { $count } records
    }
search-unit = Unit
search-dataset = Figures
search-guide = Guide
search-in-file = Attachment
search-pages = Pages
search-next = Next page
search-ask = Not found?
search-ask-about = Ask the disclosure office.
search-filter = Filter
search-by-category = Category
search-by-item = Item
search-by-unit = Unit
search-by-year = Year
search-by-form = Form
search-by-channel = Channel
search-by-publicity = Publicity
search-year = { $year }
search-running = Running
search-over = Over
search-running-today = In publicity, last day today
search-running-left = In publicity, { $left }
search-none-records = No record holds “{ $query }”; what is about it is below.
search-channel = Channels
search-more = { $count ->
    [one] One more
   *[other] { $count } more
}
search-follow = Follow this search:
search-categories = By category
search-ask-letter = Write to the office, with your words filled in
search-letter = Request for information: { $query }

work-at-searches = Searches
searches-heading = What visitors looked for and did not find
searches-about = Words and how often, never who; nothing that holds personal data. Repeats while an answer is kept count once.
searches-none = No search has failed yet
searches-none-about = When a visitor's search finds nothing, its words appear here.
searches-wording = Words
searches-times = Times
searches-last = Last
searches-try = Search again
