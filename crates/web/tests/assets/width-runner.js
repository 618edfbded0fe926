// Opens every page in a frame of each width, in both sizes of letters, and leaves as text what is wider than its frame and
// which parts do not end at the right edge of the page.
(async () => {
  const pages = JSON.parse(document.getElementById("pages").textContent);
  const frame = document.createElement("iframe");
  frame.height = 900;
  document.body.append(frame);
  const found = [];
  let looked = 0;
  for (const address of pages) {
    const loaded = new Promise((done) => { frame.onload = done; });
    frame.src = address;
    await loaded;
    for (const [width, large] of [[320, 0], [390, 0], [768, 0], [1440, 0], [320, 1], [390, 1], [1440, 1]]) {
      frame.width = width;
      const root = frame.contentDocument.documentElement;
      root.classList.toggle("large", large === 1);
      const wide = root.scrollWidth;
      const about = `${address} ${width}${large ? " large" : ""}`;
      looked += 1;
      if (wide > width) {
        const out = [...frame.contentDocument.querySelectorAll("body *")].filter((node) =>
          node.getBoundingClientRect().right > width + 1 && !node.closest(".scroll, .skip, .vh"));
        found.push(`${about} is ${wide} wide: ${out.slice(0, 3).map((node) => node.tagName + "." + node.className).join(" | ")}`);
      }
      const edge = frame.contentDocument.querySelector("main").getBoundingClientRect().right;
      for (const node of frame.contentDocument.querySelectorAll(".front > *, main > .part, main > .browse, main > .reading, main > .page-head, .top-in, .foot-in")) {
        const right = node.getBoundingClientRect().right;
        if (Math.abs(right - edge) > 1) found.push(`${about}: ${node.className} ends at ${right}, the page at ${edge}`);
      }
    }
  }
  document.body.textContent = "LOOKED AT " + looked + "\n" + found.join("\n");
})();
