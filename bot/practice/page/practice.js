// The chat page of the practice room: one citizen talking with the bot, by long polling.

import { SAFE_LINK, bubble, make, on } from "./bubbles.js";

const $ = (id) => document.getElementById(id);
const HOME = "/practice/citizens";
const day = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long" });

let citizens = [];
let citizen = null;
let talk = 0; // changes with the citizen, so that an older poll ends by itself
let shown = new Map();
let toastsSeen = null;
let keyboardSeen = "";
let lastDay = "";

// ---- talking to the room ----------------------------------------------------------------

async function call(path, body) {
  const options = body === undefined ? {} : { method: "POST", body: body instanceof FormData ? body : JSON.stringify(body) };
  const answer = await fetch(path, options);
  const found = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(found.error ?? answer.statusText), { status: answer.status });
  return found;
}

async function act(path, body = {}) {
  try {
    return await call(`${HOME}/${citizen.id}/${path}`, body);
  } catch (error) {
    toast(error.status ? `Tidak terkirim: ${error.message}` : "Tidak terkirim: ruang latihan tidak terhubung.");
    return null;
  }
}

const say = (text) => act("text", { text });
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function follow() {
  const mine = ++talk;
  let cursor = 0, pulse = -1;
  while (mine === talk) {
    try {
      const news = await call(`${HOME}/${citizen.id}/messages?after=${cursor}&pulse=${pulse}&wait=25`);
      if (mine !== talk) return;
      apply(news, cursor === 0);
      ({ cursor, pulse } = news);
    } catch (error) {
      if (mine !== talk) return;
      if (error.status === 404) return void start(); // the room was opened anew
      status("Terputus, mencoba lagi…", false);
      await pause(1.5);
    }
  }
}

// ---- showing the news -------------------------------------------------------------------

const distance = () => $("talk").scrollHeight - $("talk").scrollTop - $("talk").clientHeight;
const toEnd = () => { $("talk").scrollTop = $("talk").scrollHeight; };

function apply(news, isFirst) {
  const atEnd = distance() < 120;
  news.messages.forEach((message) => show(message, !isFirst));
  showKeyboard(news);
  showTyping(news.typing);
  showToasts(news);
  $("welcome").hidden = shown.size > 0;
  if (isFirst || atEnd) toEnd();
  if (isFirst) { describe(); setTimeout(() => $("log").setAttribute("aria-live", "polite"), 300); }
}

function show(message, isFresh) {
  const old = shown.get(message.message_id);
  if (message.deleted) {
    old?.remove();
    shown.delete(message.message_id);
    return;
  }
  const item = make("div", `message ${message.from}`);
  item.dataset.order = message.order;
  const quoted = shown.get(message.reply_to)?.querySelector(".words")?.textContent;
  item.append(bubble(message, quoted, say));
  if (message.inline.length) item.append(inline(message));
  if (old) old.replaceWith(item);
  else {
    separate(message.date);
    item.classList.toggle("fresh", isFresh);
    $("log").append(item);
  }
  shown.set(message.message_id, item);
}

function separate(date) {
  const name = day.format(date * 1000);
  if (name === lastDay) return;
  lastDay = name;
  $("log").append(make("div", "day", name === day.format(Date.now()) ? "Hari ini" : name));
}

// ---- buttons ----------------------------------------------------------------------------

function inline(message) {
  const grid = make("div", "inline");
  for (const row of message.inline) {
    const line = make("div", "inline-row");
    line.append(...row.map((button) => inlineButton(message, button)));
    grid.append(line);
  }
  return grid;
}

function inlineButton(message, button) {
  const style = button.style === "primary" ? "primary-style" : button.style ?? "";
  const address = button.url ?? button.web_app?.url;
  if (address && SAFE_LINK.test(address)) {
    return Object.assign(make("a", style, `${button.text} ↗`), { href: address, target: "_blank", rel: "noopener noreferrer" });
  }
  const key = Object.assign(make("button", style, button.text), { type: "button" });
  if (button.copy_text) return on(key, () => navigator.clipboard.writeText(button.copy_text.text).then(() => toast("Disalin.")));
  if (button.data === undefined) { key.setAttribute("aria-disabled", "true"); return key; }
  return on(key, async () => {
    if (key.getAttribute("aria-disabled")) return;
    key.setAttribute("aria-disabled", "true");
    await act("press", { message_id: message.message_id, data: button.data });
    await pause(0.6);
    key.removeAttribute("aria-disabled");
  });
}

function showKeyboard({ keyboard_details: details }) {
  const seen = JSON.stringify(details);
  if (seen === keyboardSeen) return;
  keyboardSeen = seen;
  const keys = $("keys");
  keys.replaceChildren();
  for (const row of details?.keyboard ?? []) {
    const line = make("div", "keys-row");
    line.append(...row.map((button) => replyButton(button, details)));
    keys.append(line);
  }
  $("text").placeholder = details?.input_field_placeholder || "Tulis pesan…";
  $("keys-toggle").hidden = !keys.children.length;
  openKeys(keys.children.length > 0);
  if (details?.force_reply) $("text").focus();
}

function replyButton(button, details) {
  const key = Object.assign(make("button", "", button.text), { type: "button" });
  return on(key, async () => {
    if (button.request_contact && !(await ask(`Bagikan nomor ${citizen.phone} kepada bot ini?`, "Bagikan", false))) return;
    if (details.one_time_keyboard) openKeys(false);
    await act("press", { label: button.text });
  });
}

function openKeys(isOpen) {
  $("keys").hidden = !isOpen;
  $("keys-toggle").setAttribute("aria-expanded", isOpen);
  if (isOpen) toEnd();
}

// ---- notes ------------------------------------------------------------------------------

let typingTimer = 0;
function showTyping(isTyping) {
  clearTimeout(typingTimer);
  status(isTyping ? "mengetik…" : "Ruang latihan", isTyping);
  if (isTyping) typingTimer = setTimeout(() => status("Ruang latihan", false), 5000);
}

function status(words, isBusy) {
  if ($("status").textContent !== words) $("status").textContent = words;
  $("status").classList.toggle("busy", isBusy);
}

function showToasts({ toasts, toast_count: count }) {
  const fresh = toastsSeen === null ? 0 : count - toastsSeen;
  toastsSeen = count;
  if (fresh > 0) toasts.slice(-fresh).forEach((note) => (note.alert ? ask(note.text) : toast(note.text)));
}

let toastTimer = 0;
function toast(words) {
  $("toast").textContent = words;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 4500);
}

function ask(words, yes = "Baik", isNotice = true) {
  $("ask-text").textContent = words;
  $("ask-no").hidden = isNotice;
  $("ask-yes").textContent = yes;
  $("ask").returnValue = "";
  $("ask").showModal();
  return new Promise((done) => $("ask").addEventListener("close", () => done($("ask").returnValue === "yes"), { once: true }));
}

// ---- people and the bot's own words -----------------------------------------------------

async function describe() {
  const bot = await call(`/practice/bot?citizen=${citizen.id}`);
  document.title = `${bot.name} – Ruang latihan`;
  $("bot-name").textContent = bot.name;
  $("avatar").textContent = bot.name.trim().charAt(0);
  $("description").textContent = bot.description || "Tekan tombol di bawah untuk memulai percakapan.";
  return bot;
}

async function start() {
  citizens = await call(HOME);
  if (!citizens.length) citizens = [await call(HOME, { name: "Bu Sari" })];
  const kept = Number(localStorage.getItem("citizen"));
  become(citizens.find((person) => person.id === kept) ?? citizens[0]);
  followLink();
}

// A link from a poster: ?start=… is said as Telegram would say it, once.
function followLink() {
  const payload = new URLSearchParams(location.search).get("start") ?? "";
  if (!/^[\w-]{1,64}$/.test(payload)) return;
  history.replaceState(null, "", location.pathname);
  say(`/start ${payload}`);
}

function become(person) {
  citizen = person;
  localStorage.setItem("citizen", person.id);
  shown = new Map();
  toastsSeen = null;
  keyboardSeen = lastDay = "";
  $("log").setAttribute("aria-live", "off");
  $("log").replaceChildren();
  $("citizen-name").textContent = person.name;
  $("people-open").setAttribute("aria-label", `Berperan sebagai ${person.name}, ganti warga`);
  showBlocked();
  follow();
}

function showBlocked() {
  $("blocked").hidden = !citizen.blocked;
  $("composer").hidden = citizen.blocked;
  $("block").hidden = citizen.blocked;
}

async function setBlocked(isBlocked) {
  await act(isBlocked ? "block" : "unblock");
  citizen.blocked = isBlocked;
  showBlocked();
}

async function openPeople() {
  citizens = await call(HOME);
  const entries = citizens.slice(0, 200).map((person) => choice(person.name, "", () => become(person), person.id === citizen.id));
  $("people-list").replaceChildren(...entries);
  $("people").showModal();
}

async function openCommands() {
  const { commands } = await describe();
  const entries = commands.map(({ command, description }) => choice(`/${command}`, description, () => say(`/${command}`)));
  $("commands-list").replaceChildren(...(entries.length ? entries : [make("li", "", "Belum ada perintah.")]));
  $("commands").showModal();
}

function choice(name, note, chosen, isCurrent = false) {
  const key = Object.assign(make("button", "", name), { type: "button" });
  if (note) key.append(make("small", "", note));
  if (isCurrent) key.setAttribute("aria-current", "true");
  const item = make("li");
  item.append(on(key, () => { key.closest("dialog").close(); chosen(); }));
  return item;
}

// ---- wiring -----------------------------------------------------------------------------

$("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = $("text").value;
  if (!text.trim()) return;
  $("text").value = "";
  if (!(await say(text))) $("text").value = text;
});
$("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("composer").requestSubmit();
});
$("people-add").addEventListener("submit", async (event) => {
  event.preventDefault();
  const person = await call(HOME, { name: $("new-name").value.trim() });
  $("new-name").value = "";
  $("people").close();
  become(person);
});
// A photo finds its height late; whoever was reading the end stays there.
$("log").addEventListener("load", (event) => distance() < event.target.height + 160 && toEnd(), true);
$("file").addEventListener("change", async () => {
  const [file] = $("file").files;
  if (!file) return;
  const form = new FormData();
  form.append("as", $("file").dataset.as);
  form.append("caption", $("text").value);
  form.append("file", file);
  $("attach").close();
  if (await act("file", form)) $("text").value = "";
  $("file").value = "";
});
document.querySelectorAll("[data-attach]").forEach((key) => on(key, () => {
  $("file").dataset.as = key.dataset.attach;
  $("file").accept = { photo: "image/*", voice: "audio/*" }[key.dataset.attach] ?? "";
  $("file").click();
}));
document.querySelectorAll("dialog").forEach((box) => on(box, (event) => {
  if (event.target === box || event.target.matches("[data-close]")) box.close();
}));
on($("attach-contact"), () => { $("attach").close(); act("contact", { phone: citizen.phone }); });
on($("ask-yes"), () => $("ask").close("yes"));
on($("ask-no"), () => $("ask").close());
on($("begin"), () => say("/start"));
on($("attach-open"), () => $("attach").showModal());
on($("commands-open"), openCommands);
on($("people-open"), openPeople);
on($("keys-toggle"), () => openKeys($("keys").hidden));
on($("block"), () => { $("people").close(); setBlocked(true); });
on($("unblock"), () => setBlocked(false));

start();
