// Keeps an open desk page up to date, says who has a conversation open, and answers to keys.
// Without this script every page works all the same.
(() => {
  "use strict";

  // --- Up to date -------------------------------------------------------------------------------
  const SLOW = 55000; // while the stream tells, polling only moves the countdowns
  let stream = null;
  let refreshed = Date.now();
  let known = Number(document.querySelector("[data-version]")?.dataset.version ?? -1);
  let asking = false;
  let owed = false;
  const kept = new Map();
  let anchor = null;

  const parts = () => [...document.querySelectorAll("[data-live][hx-get]")];
  const telling = () => stream !== null && stream.readyState === EventSource.OPEN;
  const typed = (part) => part.querySelector("select:focus, textarea:focus, input:focus:not([type=checkbox])");

  function refresh() {
    const now = parts();
    owed = now.some(typed);
    if (owed) return; // nobody's field is taken from under the fingers; see focusout
    refreshed = Date.now();
    for (const part of now) {
      asking = true;
      htmx.ajax("GET", part.getAttribute("hx-get"), { source: part, target: part, swap: "outerHTML" });
      asking = false;
    }
  }

  function listen() {
    if (!window.EventSource || !parts().length) return;
    stream = new EventSource("/antrean/arus");
    stream.addEventListener("versi", (told) => {
      const version = Number(told.data);
      if (version === known) return;
      // The first word of a page without a number of its own is its number.
      const first = known < 0;
      known = version;
      if (!first) refresh();
    });
    stream.addEventListener("berakhir", () => {
      stream.close();
      stream = null;
      refresh();
    });
    stream.addEventListener("error", () => {
      // Refused for good: the page polls, and the stream is tried again in a while.
      if (stream && stream.readyState === EventSource.CLOSED) {
        stream = null;
        setTimeout(listen, 60000);
      }
    });
  }

  document.addEventListener("htmx:confirm", (event) => {
    const part = event.detail.elt;
    if (asking || event.detail.triggeringEvent || !part.matches("[data-live]")) return;
    if (typed(part) || (telling() && Date.now() - refreshed < SLOW)) event.preventDefault();
    else refreshed = Date.now();
  });
  document.addEventListener("focusout", () => {
    if (owed) setTimeout(refresh, 0);
  });
  // What is open, ticked or chosen in a part stays so when the part is replaced.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.detail.target;
    if (!part.matches("[data-live]")) return;
    kept.clear();
    anchor = anchored(part);
    for (const one of part.querySelectorAll("details[id]")) kept.set(one.id, one.open);
    for (const one of part.querySelectorAll("select[id]")) kept.set(one.id, one.value);
    for (const one of part.querySelectorAll("input[type=checkbox][id]")) kept.set(one.id, one.checked);
  });
  // What is looked at stays where it is, whatever came or went above it.
  function anchored(part) {
    if (!scrollY) return null;
    const rows = [document.activeElement, ...part.querySelectorAll("a[id]")];
    const seen = (one) => one.id && part.contains(one) && one.getBoundingClientRect().top >= 0;
    const one = rows.find((row) => seen(row) && row.getBoundingClientRect().top < innerHeight);
    return one ? { id: one.id, top: one.getBoundingClientRect().top } : null;
  }
  document.addEventListener("htmx:load", (event) => {
    for (const [id, value] of kept) {
      const one = document.getElementById(id);
      if (!one || !event.detail.elt.contains(one)) continue;
      if (one.matches("details")) one.open = value;
      else if (one.matches("select")) one.value = value;
      else one.checked = value;
    }
    const row = anchor && document.getElementById(anchor.id);
    if (row && event.detail.elt.contains(row)) scrollBy(0, row.getBoundingClientRect().top - anchor.top);
    announce();
  });

  // --- Who is here ------------------------------------------------------------------------------
  const here = location.pathname.match(/^\/percakapan\/\d+$/) ? `${location.pathname}/hadir` : null;
  const LATELY = 120000; // words that lie there untouched are nobody writing
  let typedAt = 0;
  let saidWriting = false;

  const writing = () => {
    const field = document.querySelector("[data-writes]");
    return Boolean(field && field.value.trim() && Date.now() - typedAt < LATELY);
  };
  function present() {
    if (!here || document.hidden) return;
    saidWriting = writing();
    fetch(here, {
      method: "POST",
      body: new URLSearchParams({ menulis: saidWriting ? "1" : "0" }),
      redirect: "manual",
      keepalive: true,
    }).catch(() => {}); // the next one tells
  }
  const gone = () => here && navigator.sendBeacon(here, new URLSearchParams({ pergi: "1" }));
  if (here) {
    present();
    setInterval(present, 20000);
    document.addEventListener("visibilitychange", () => (document.hidden ? gone() : present()));
    window.addEventListener("pagehide", gone);
    document.addEventListener("input", (event) => {
      if (!event.target.matches("[data-writes]")) return;
      typedAt = Date.now();
      if (!saidWriting && writing()) present();
    });
  }

  // --- Keys -------------------------------------------------------------------------------------
  const KEYS = { n: "next", j: "next", a: "claim", r: "reply", i: "insert", t: "close", "/": "search" };
  const SHOWN = { next: "n j", claim: "a", reply: "r", insert: "i", close: "t", search: "/" };
  const SETTING = "pendopo.tombol";
  const help = document.getElementById("tombol");
  const chosen = document.getElementById("pakai-tombol");
  let keys = true;
  try {
    keys = localStorage.getItem(SETTING) !== "mati";
  } catch {
    // A browser that remembers nothing keeps them on.
  }

  const named = (name) =>
    document.querySelector(`[data-key~="${name}"]`) ??
    (name === "insert" ? document.querySelector('[data-key~="search"][form], [data-key~="search"]') : null);

  function announce() {
    for (const one of document.querySelectorAll("[data-key]")) {
      const shown = one.dataset.key.split(" ").map((name) => SHOWN[name]).filter(Boolean);
      if (keys && shown.length) one.setAttribute("aria-keyshortcuts", shown.join(" "));
      else one.removeAttribute("aria-keyshortcuts");
    }
  }

  function go(one, name) {
    for (let box = one.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    // What is inserted is chosen by a second press: the key only leads there.
    if (one.matches("button, a") && name !== "insert") one.click();
    else if (one.matches("button, a, input, textarea, select")) one.focus();
    else (one.querySelector("select, textarea, input:not([type=hidden]), button") ?? one).focus();
  }

  let taking = false;
  window.addEventListener("pageshow", () => (taking = false));

  function takeNext() {
    // A key pressed twice is still one wish.
    if (taking) return;
    taking = true;
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/antrean/berikutnya";
    document.body.append(form);
    form.submit();
  }

  const isField = (one) =>
    one.isContentEditable || one.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=file])");

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented || help?.open) return;
    const inside = event.target instanceof Element && isField(event.target);
    if (event.key === "Escape" && inside) {
      event.target.blur();
      return;
    }
    if (!keys || inside || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?" && help) {
      event.preventDefault();
      help.showModal();
      return;
    }
    const name = KEYS[event.key];
    if (!name) return;
    const one = named(name);
    if (!one && name !== "next") return;
    event.preventDefault();
    if (one) go(one, name);
    else takeNext();
  });

  if (help) {
    document.getElementById("petunjuk-tombol").hidden = false;
    document.getElementById("buka-tombol").addEventListener("click", () => help.showModal());
    chosen.checked = keys;
    chosen.addEventListener("change", () => {
      keys = chosen.checked;
      try {
        localStorage.setItem(SETTING, keys ? "hidup" : "mati");
      } catch {
        // It holds for this page.
      }
      announce();
    });
  }
  announce();
  listen();
})();
