# The portal as a folder of files: its pages, and the command that writes it.
site-made-on = 本页为静态页面，按 { $day } 的情况生成；剩余天数、是否逾期均以该日计。
site-object = 公示期内提出，电话、来信、来访都可以。
site-find-about = 在标题、文号、部门、事项和索引号中查找，不查正文和附件。结果在您的浏览器里得出，不向外发送。
site-find-label = 搜索标题、文号、部门或事项
site-find-noscript = 浏览器没有启用脚本，不能在这里查找。可按下列方式浏览。
site-find-busy = 正在查找……
site-find-none = 没有查到。可换个词，或按下列方式浏览。
site-find-count = 查到 { $count } 条，新的在前。
site-find-more = 再显示50条
site-find-fault = 索引没有读到，不能查找。请稍后再试，或按下列方式浏览。

site-progress = 正在生成页面
site-done = 已写出 { $pages } 页到 { $folder }：新写或更新 { $written } 个文件，未变 { $same } 个，删去 { $removed } 个。
site-no-address = 没有给出 --address：站点地图、订阅源、404页和网页中的完整网址没有写出。知道将来的网址时请加上，如 --address https://www.example.edu.cn/xxgk/
site-robots = 搜索引擎只读网站根目录的 robots.txt，这里放在子目录，没有写出。
site-until = 页面内容到 { $day } 为止有效：次日有公示期满或有期限的信息应当撤下，请在那之前重新导出并上传，连同删去的文件。
site-upload = 上传时请让目标目录与本目录一致（多出的文件删去），否则已撤下的信息仍会留在网上。
site-dead = 门户里有 { $count } 处站内链接没有对应页面，已改为文字。
site-fault-foreign = { $folder } 里有别的文件，不是本程序写出的。请换一个空目录，或先移走。
site-fault-changed = { $file } 被人写过或改过，本程序不覆盖也不删除它。请移走后再导出。
site-fault-moved = 导出期间台账有变动，为免前后不一，没有写出。请再导出一次。
site-fault-clash = { $one } 和 { $other } 只差字母大小写，有的服务器会当成同一个文件。请给其中一个换个代码。
site-fault-page = { $address } 没有生成：{ $why }
site-fault-address = “{ $address }”不能作网址。请写成 https://www.example.edu.cn/xxgk/ 的形式。

cli-export-site = 导出静态网站：整个门户写成一个文件夹，放到任何网站服务器的任何目录下都能打开
cli-export-site-arg-folder = 写入的文件夹：不存在的、空的，或本程序上次导出的。页面之间用相对链接，不必说明放在哪个目录下
cli-export-site-arg-address = 这个文件夹将来的网址；站点地图、订阅源和404页需要它
cli-export-site-arg-format = 回答的形式
cli-export-site--example = 示例：gongkai export site 静态网站 --address https://www.example.edu.cn/xxgk/
