// Saves a draft while it is written, takes files with their progress, turns what is pasted from Word or WPS into the signs of
// the text, and leads from mark to mark. Everything it does the page does without it, more slowly.
const form = document.querySelector("form.edit");
// `form.elements.item` would be a method.
const field = (name) => form.elements.namedItem(name);
const body = field("body");
const told = document.getElementById("kept");
const words = told.dataset;
let changed = false;
let running = null;
let timer = 0;

const say = (text, kind) => {
  told.textContent = text;
  told.className = kind;
};

// The parts of the page that follow from what is saved, taken over from the server's own page.
const take = (page, address) => {
  const fresh = page.querySelector("form.edit");
  if (!fresh) return false;
  form.action = fresh.action;
  field("version").value = fresh.elements.namedItem("version").value;
  const path = new URL(address).pathname;
  if (location.pathname !== path) {
    // It is a draft from now on, and no file is to take its place.
    history.replaceState(null, "", path);
    document.querySelector("form.drop")?.remove();
  }
  for (const [part, after] of [["#due", "#f-made_on"], [".files", "#f-attachments h2"], [".foot"]]) {
    const [here, there] = [form.querySelector(part), fresh.querySelector(part)];
    if (here && there) here.replaceWith(there);
    else if (here) here.remove();
    else if (there) form.querySelector(after).after(there);
  }
  const marks = fresh.querySelector("aside.marks");
  form.querySelector("aside.marks")?.remove();
  if (marks) form.querySelector(".foot").before(marks);
  form.classList.toggle("marked", !!marks);
  return true;
};

// Sends the form as its button for saving would; with its files or without.
const send = (files, progress) =>
  new Promise((done, failed) => {
    const data = new FormData(form);
    if (!files) data.delete("files");
    data.set("act", "save");
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.timeout = files ? 0 : 20000;
    if (progress) request.upload.addEventListener("progress", progress);
    request.addEventListener("load", () => done(request));
    for (const event of ["error", "timeout", "abort"]) request.addEventListener(event, failed);
    request.send(data);
  });

const save = async () => {
  clearTimeout(timer);
  if (running || !changed) return;
  if (!field("title").value.trim() || !field("item").value || !field("unit").value) {
    say(words.need, "mut");
    return;
  }
  changed = false;
  say(words.saving, "mut");
  running = send(false);
  try {
    const answer = await running;
    const page = answer.response;
    if (answer.status === 200 && page && take(page, answer.responseURL)) {
      const now = new Date();
      say(`${words.saved} ${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`, "okc");
    } else {
      changed = true;
      // Somebody else saved it, the session is over, a field is wrong: pressing the button shows the whole of it.
      say(answer.status === 401 ? words.over : answer.status === 409 ? words.meanwhile : words.failed, "soon");
      if (answer.status !== 401 && answer.status < 500) return;
      timer = setTimeout(save, 15000);
    }
  } catch {
    changed = true;
    say(words.failed, "soon");
    timer = setTimeout(save, 15000);
  } finally {
    running = null;
  }
};

// The audience follows the item until somebody chooses it.
let chosen = form.action.includes("/record/");
field("audience")?.addEventListener("change", () => (chosen = true));
field("item")?.addEventListener("change", (event) => {
  const usual = event.target.selectedOptions?.[0]?.dataset.audience;
  if (!chosen && usual && field("audience")) field("audience").value = usual;
});

form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(save, 2000);
});
form.addEventListener("submit", () => {
  clearTimeout(timer);
  changed = false;
});
addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

// Files go up as soon as they are chosen or dropped.
const chooser = field("files");
const bar = document.createElement("progress");
bar.max = 1;
bar.hidden = true;
chooser.after(bar);
chooser.addEventListener("change", async () => {
  if (!chooser.files.length || !field("title").value.trim()) return;
  if (running) await running.catch(() => {});
  bar.hidden = false;
  bar.value = 0;
  try {
    const answer = await send(true, (event) => (bar.value = event.lengthComputable ? event.loaded / event.total : 0));
    // A fault of a file is told by the server's page, which holds what was typed as well.
    if (answer.status !== 200 || !take(answer.response, answer.responseURL)) {
      changed = false;
      form.requestSubmit(form.querySelector("button[value=save]"));
      return;
    }
    chooser.value = "";
    changed = false;
    say(words.saved, "okc");
  } catch {
    say(words.failed, "soon");
  } finally {
    bar.hidden = true;
  }
});
const box = document.getElementById("f-attachments");
for (const kind of ["dragenter", "dragover"]) {
  box.addEventListener(kind, (event) => {
    event.preventDefault();
    box.classList.add("over");
  });
}
for (const kind of ["dragleave", "drop"]) box.addEventListener(kind, () => box.classList.remove("over"));
box.addEventListener("drop", (event) => {
  event.preventDefault();
  if (!event.dataTransfer.files.length) return;
  chooser.files = event.dataTransfer.files;
  chooser.dispatchEvent(new Event("change"));
});

// What is pasted from Word or WPS: only its words are taken, with the signs for headings, tables and where a line stands. It is
// read in a document of its own that loads and runs nothing.
const flat = (node) => node.textContent.replace(/[\s\u00a0]+/g, " ").trim();
const rows = (table) => {
  const grid = [];
  [...table.rows].forEach((row, y) => {
    grid[y] ??= [];
    let x = 0;
    for (const cell of row.cells) {
      while (grid[y][x] !== undefined) x += 1;
      const [wide, high] = [Math.min(cell.colSpan, 50), Math.min(cell.rowSpan, 200)];
      for (let down = 0; down < high; down += 1) {
        for (let right = 0; right < wide; right += 1) {
          (grid[y + down] ??= [])[x + right] = right ? "<" : down ? "^" : flat(cell).replaceAll("|", "\\|");
        }
      }
      x += wide;
    }
  });
  return grid.slice(0, table.rows.length).map((row) => `| ${Array.from(row, (cell) => cell ?? "").join(" | ")} |`);
};
const lines = (node, out) => {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      const text = flat(child);
      if (text) out.push(text);
      continue;
    }
    if (child.nodeType !== Node.ELEMENT_NODE || ["STYLE", "SCRIPT", "HEAD", "TEMPLATE"].includes(child.tagName)) continue;
    if (child.tagName === "TABLE") {
      out.push(...rows(child));
    } else if (/^(P|H[1-6]|LI)$/.test(child.tagName)) {
      const text = flat(child);
      const level = /^H([1-6])$/.exec(child.tagName)?.[1] ?? /mso-outline-level:\s*([1-3])/.exec(child.getAttribute("style"))?.[1];
      const set = /text-align:\s*(right|center)/.exec(child.getAttribute("style"))?.[1] ?? child.getAttribute("align");
      const sign = level ? `${"#".repeat(Math.min(level, 3))} ` : set === "right" ? ">> " : set === "center" ? ">< " : "";
      if (text) out.push(sign + text);
    } else if ([...child.children].some((inner) => /^(P|H[1-6]|LI|UL|OL|TABLE|DIV|TBODY|SECTION|ARTICLE)$/.test(inner.tagName))) {
      lines(child, out);
    } else {
      const text = flat(child);
      if (text) out.push(text);
    }
  }
  return out;
};
body.addEventListener("paste", (event) => {
  const html = event.clipboardData.getData("text/html");
  if (!/<(p|h[1-6]|table|li)[\s>]/i.test(html)) return;
  const text = lines(new DOMParser().parseFromString(html, "text/html").body, []).join("\n");
  if (!text) return;
  event.preventDefault();
  // The way that can be undone with Ctrl Z; where a browser has it no more, the field is changed directly.
  if (!document.execCommand("insertText", false, text)) {
    body.setRangeText(text, body.selectionStart, body.selectionEnd, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

// F8 goes to the next mark, Ctrl Enter sends.
let mark = -1;
addEventListener("keydown", (event) => {
  if (event.key === "F8") {
    const marked = [...form.querySelectorAll("aside.marks [data-line]")];
    if (!marked.length) return;
    event.preventDefault();
    mark = (mark + 1) % marked.length;
    const at = body.value.split("\n").slice(0, Number(marked[mark].dataset.line)).join("\n").length;
    const from = at ? at + 1 : 0;
    const end = body.value.indexOf("\n", from);
    body.focus();
    body.setSelectionRange(from, end < 0 ? body.value.length : end);
    marked[mark].scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".foot button[value=submit]"));
  }
});
