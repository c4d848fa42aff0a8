// The reply form: what is inserted goes where one writes; seconds and promises count down.
(() => {
  "use strict";

  const begun = new WeakMap();

  // Counted from what the server said, so that a browser's wrong clock does no harm.
  function secondsLeft(element, said) {
    const known = begun.get(element);
    const start = known && known.said === said ? known : { said, at: performance.now() };
    begun.set(element, start);
    return Number(said) - (performance.now() - start.at) / 1000;
  }

  function lasting(seconds) {
    const minutes = Math.floor(seconds / 60);
    if (minutes < 1) return "kurang dari semenit";
    if (minutes < 60) return `${minutes} menit`;
    const isDays = minutes >= 24 * 60;
    const small = isDays ? Math.floor(minutes / 60) : minutes;
    const size = isDays ? 24 : 60;
    const rest = small % size;
    const words = `${Math.floor(small / size)} ${isDays ? "hari" : "jam"}`;
    return rest ? `${words} ${rest} ${isDays ? "jam" : "menit"}` : words;
  }

  function count() {
    for (const element of document.querySelectorAll("[data-seconds]")) {
      const left = Math.ceil(secondsLeft(element, element.dataset.seconds));
      element.textContent = String(Math.max(left, 0));
      const box = element.closest(".undo");
      if (left <= 0 && box && !box.contains(document.activeElement)) box.hidden = true;
    }
    for (const element of document.querySelectorAll("time[data-left]")) {
      const left = secondsLeft(element, element.dataset.left);
      const words = left >= 0 ? `tinggal ${lasting(left)}` : `terlambat ${lasting(-left)}`;
      if (element.textContent !== words) element.textContent = words;
      element.classList.toggle("bad", left < 0);
    }
  }

  function insert(field, text) {
    const start = field.selectionStart;
    const before = field.value.slice(0, start).trimEnd();
    const begins = before ? `${before}\n\n` : "";
    const rest = field.value.slice(field.selectionEnd).trimStart();
    field.value = begins + text + (rest ? `\n\n${rest}` : "");
    const blank = /\{[^{}\n]*\}/.exec(text);
    const from = begins.length + (blank ? blank.index : text.length);
    field.focus();
    field.setSelectionRange(from, blank ? from + blank[0].length : from);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What came while somebody writes was not read yet: only an empty form vouches for it.
  document.addEventListener("htmx:afterSwap", () => {
    const read = document.getElementById("dibaca");
    const field = document.getElementById("text");
    const talk = document.getElementById("obrolan");
    if (read && field && talk && !field.value.trim()) read.value = talk.dataset.newest;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-insert]");
    const field = document.getElementById("text");
    const source = button && document.getElementById(button.dataset.insert);
    if (!field || !source) return;
    event.preventDefault();
    insert(field, source.textContent);
  });

  count();
  setInterval(count, 1000);
})();
