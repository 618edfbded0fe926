# The portal as a folder of files: its pages, and the command that writes it.
site-made-on = This is a static page, made as things stood on { $day }; days left and what is late are reckoned from that day.
site-object = Within the period, by telephone, letter or visit.
site-find-about = Searches titles, document numbers, units, items and index numbers, not texts or attachments. It runs in your browser and sends nothing.
site-find-label = Search titles, document numbers, units and items
site-find-noscript = Scripts are off in this browser, so nothing can be searched here. Browse instead:
site-find-busy = Searching …
site-find-none = Nothing was found. Try another word, or browse as below.
site-find-count = { $count } found, the newest first.
site-find-more = Show 50 more
site-find-fault = The index could not be read, so nothing was searched. Try again later, or browse as below.

site-progress = making pages
site-done = { $pages } pages in { $folder }: { $written } files written or brought up to date, { $same } unchanged, { $removed } removed.
site-no-address = Without --address the site map, feeds, the 404 page and whole addresses in pages are left out. When you know where it will stand, add it: --address https://www.example.edu.cn/xxgk/
site-robots = Search engines read robots.txt at the root of a host only; this is a folder below it, so none was written.
site-until = It is true up to { $day }: the day after, something comes down whose period or term is over. Export and upload again by then, with what was removed.
site-upload = When you upload, make the target the same as this folder (remove what is no longer in it), or what came down stays on the web.
site-dead = { $count } links of the portal have nothing at their address; they were written as text.
site-fault-foreign = { $folder } holds files that this program did not write. Choose an empty folder, or move them away.
site-fault-changed = { $file } was written or changed by somebody; it is neither replaced nor removed. Move it away and export again.
site-fault-moved = The ledger changed during the export, so nothing was written. Export again.
site-fault-clash = { $one } and { $other } differ only in capital letters, which some servers take for one file. Give one of them another code.
site-fault-page = { $address } was not made: { $why }
site-fault-address = “{ $address }” is no address. Write it as https://www.example.edu.cn/xxgk/

cli-export-site = The whole portal as a folder of files that works in any folder of any web server
cli-export-site-arg-folder = The folder: one that is not there, is empty, or was exported before. Pages link to each other by relative ways, so it need not be said in which folder they will stand
cli-export-site-arg-address = The address at which the folder will stand; site map, feeds and the 404 page need it
cli-export-site-arg-format = Form of the answer
cli-export-site--example = Example: gongkai export site site --address https://www.example.edu.cn/xxgk/
