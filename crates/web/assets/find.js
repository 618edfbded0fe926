"use strict";
// The search of a portal that is a folder of files: it reads the index beside the pages, here in the browser, and asks
// nobody else. Every word has to stand in title, number, unit, item or index number of a record.
(async () => {
  const box = document.getElementById("found");
  const asked = (new URLSearchParams(location.search).get("q") || "").slice(0, 100).trim();
  const field = document.getElementById("q");
  if (!box || !asked) return;
  if (field) field.value = asked;
  const words = box.dataset;
  const say = (key, count) => words[key].replace("#", count);
  const status = box.appendChild(document.createElement("p"));
  status.setAttribute("role", "status");
  status.textContent = words.busy;
  const straight = box.appendChild(document.createElement("ul"));
  straight.className = "exists";
  const list = box.appendChild(document.createElement("ol"));
  list.className = "hits";
  const more = document.createElement("button");
  more.textContent = words.more;
  const read = async (name) => {
    const answer = await fetch(words.root + "find/" + name + ".json");
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };
  const node = (tag, text, within, lang) => {
    const made = within.appendChild(document.createElement(tag));
    made.textContent = text;
    if (lang) made.lang = lang;
    return made;
  };
  const link = (to, text, within) => {
    node("a", text, within, "zh-CN").href = words.root + words.lang + to;
  };
  const hits = [];
  let shown = 0;
  const show = (count) => {
    for (const [id, title, number, unit, day] of hits.slice(shown, shown + count)) {
      const hit = list.appendChild(document.createElement("li"));
      link("record/" + id + ".html", title, hit.appendChild(document.createElement("h2")));
      const about = hit.appendChild(document.createElement("p"));
      about.className = "line-more";
      for (const text of [unit, number]) if (text) node("span", text, about, "zh-CN");
      node("span", day || words.undated, about);
      shown += 1;
    }
    if (shown < hits.length) box.appendChild(more);
    else more.remove();
  };
  more.addEventListener("click", () => show(50));
  try {
    const index = await read("index");
    const [from, to] = [Array.from(index.from), Array.from(index.to)];
    const simple = new Map(from.map((c, at) => [c, to[at]]));
    const fold = (text) =>
      Array.from(text.normalize("NFKC").toLowerCase(), (c) => simple.get(c) || c)
        .join("").replace(/[^\p{L}\p{N}]+/gu, "");
    const wanted = asked.split(/[\s,，、;；]+/u).map(fold).filter(Boolean);
    const fits = (texts) => {
      const folded = texts.map(fold);
      return wanted.every((word) => folded.some((text) => text.includes(word)));
    };
    if (wanted.length) {
      for (const [to, name] of index.pages) {
        if (fits([name])) link(to, name, straight.appendChild(document.createElement("li")));
      }
      for (let file = 1; file <= index.files; file += 1) {
        for (const row of await read(file)) {
          if (fits([row[1], row[2], row[3], row[5], row[6]])) hits.push(row);
        }
        if (shown < 50) show(50 - shown);
      }
    }
    const none = hits.length === 0 && !straight.childElementCount;
    status.textContent = none ? words.none : say("count", hits.length);
    show(0);
  } catch (fault) {
    status.textContent = words.fault;
  }
})();
