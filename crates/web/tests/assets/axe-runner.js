// Opens every page in a frame, lets axe look at it, and leaves what it found as text.
(async () => {
  const pages = JSON.parse(document.getElementById("pages").textContent);
  const found = [];
  for (const address of pages) {
    const frame = document.createElement("iframe");
    frame.width = 1200;
    frame.height = 900;
    frame.src = address;
    const loaded = new Promise((done) => { frame.onload = done; });
    document.body.append(frame);
    await loaded;
    const script = frame.contentDocument.createElement("script");
    script.src = "/axe.min.js";
    const ready = new Promise((done) => { script.onload = done; });
    frame.contentDocument.head.append(script);
    await ready;
    const result = await frame.contentWindow.axe.run(frame.contentDocument, { resultTypes: ["violations"] });
    for (const violation of result.violations) {
      const nodes = violation.nodes.map((node) => node.html + " " + (node.any[0]?.message ?? ""));
      found.push(address + " " + violation.id + ": " + nodes.slice(0, 3).join(" | "));
    }
    frame.remove();
  }
  document.body.textContent = "LOOKED AT " + pages.length + "\n" + found.join("\n");
})();
