// A press copies the field named by data-copy; the first click into a field selects all of it.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const rich = button.dataset.rich !== undefined;
  const told = button.nextElementSibling;
  button.hidden = false;
  field.addEventListener("click", () => field.select(), { once: true });
  button.addEventListener("click", async () => {
    let done = false;
    field.select();
    try {
      if (rich) {
        const as = (type) => new Blob([field.value], { type });
        const item = { "text/html": as("text/html"), "text/plain": as("text/plain") };
        await navigator.clipboard.write([new ClipboardItem(item)]);
      } else {
        await navigator.clipboard.writeText(field.value);
      }
      done = true;
    } catch {
      // Without a secure connection there is the older way, which copies plain text only.
      done = !rich && document.execCommand("copy");
    }
    told.textContent = done ? button.dataset.done : button.dataset.failed;
  });
}
