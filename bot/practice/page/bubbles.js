// What a message looks like. Nothing that came from outside ever becomes markup: every word
// goes through textContent, every address through SAFE_LINK.

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote" };
export const SAFE_LINK = /^(https?|tg|mailto|tel):/i;
const time = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit" });

// `quoted` are the words this message answers, `say` is what a command in the text does.
export function bubble(message, quoted, say) {
  const box = make("div", "bubble");
  box.append(make("span", "visually-hidden", message.from === "bot" ? "Bot: " : "Anda: "));
  if (quoted) box.append(make("div", "quote", quoted));
  if (message.document) box.append(attachment(message));
  if (message.contact) box.append(make("div", "words", `${message.contact.first_name}\n${message.contact.phone_number}`));
  if (message.text) {
    const words = make("div", "words");
    words.dir = "auto";
    words.append(render(message.text, message.entities, 0, message.text.length, say));
    box.append(words);
  }
  const meta = make("div", "meta");
  if (message.reaction) meta.append(make("span", "reaction", message.reaction));
  if (message.edited) meta.append(make("span", "", "diedit"));
  meta.append(make("time", "", time.format(message.date * 1000)));
  box.append(meta);
  return box;
}

// Entities come outermost first, with offsets in UTF-16 units, just as strings count here.
function render(text, entities, begin, end, say) {
  const out = document.createDocumentFragment();
  let at = begin;
  for (let index = 0; index < entities.length;) {
    const entity = entities[index];
    const from = Math.max(at, entity.offset), to = Math.min(end, entity.offset + entity.length);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < to) next += 1;
    if (to > from) {
      out.append(text.slice(at, from));
      const holder = element(entity, text.slice(from, to), say);
      holder.append(render(text, entities.slice(index + 1, next), from, to, say));
      out.append(holder);
      at = to;
    }
    index = next;
  }
  out.append(text.slice(at, end));
  return out;
}

function element(entity, words, say) {
  if (entity.type === "text_link" || entity.type === "url") {
    const address = entity.url ?? words;
    if (!SAFE_LINK.test(address)) return make("span");
    return Object.assign(make("a"), { href: address, target: "_blank", rel: "noopener noreferrer" });
  }
  if (entity.type === "bot_command") {
    return on(Object.assign(make("button", "command"), { type: "button" }), () => say(words));
  }
  if (entity.type === "spoiler") {
    const cover = make("span", "spoiler");
    cover.tabIndex = 0;
    cover.setAttribute("role", "button");
    cover.addEventListener("keydown", (event) => ["Enter", " "].includes(event.key) && cover.classList.add("open"));
    return on(cover, () => cover.classList.add("open"));
  }
  return make(TAGS[entity.type] ?? "span");
}

function attachment({ kind, document: file }) {
  if (kind === "photo") return Object.assign(make("img", "photo"), { src: file.url, alt: "Foto" });
  if (kind === "voice") return Object.assign(make("audio"), { src: file.url, controls: true, preload: "none" });
  const link = Object.assign(make("a", "file"), { href: file.url, download: file.file_name });
  const disc = make("span", "disc");
  disc.append(icon("i-file"));
  const label = make("span");
  label.append(make("b", "", file.file_name), make("small", "", size(file.file_size)));
  link.append(disc, label);
  return link;
}

function size(bytes) {
  const number = (value) => value.toLocaleString("id-ID", { maximumFractionDigits: 1 });
  return bytes < 1024 ? `${bytes} bita` : bytes < 1048576 ? `${number(bytes / 1024)} KB` : `${number(bytes / 1048576)} MB`;
}

// ---- small tools ------------------------------------------------------------------------

export function make(tag, name = "", words = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (words) made.textContent = words;
  return made;
}

function icon(name) {
  const picture = document.createElementNS("http" + "://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS(picture.namespaceURI, "use");
  use.setAttribute("href", `#${name}`);
  picture.setAttribute("aria-hidden", "true");
  picture.append(use);
  return picture;
}

export function on(target, pressed) {
  target.addEventListener("click", pressed);
  return target;
}
