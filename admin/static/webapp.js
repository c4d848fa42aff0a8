// Opened inside Telegram, the page's address ends in what Telegram has signed. It is handed in
// with the form; without it, and without this script, the link alone is the proof.
const given = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
const field = document.querySelector("form[data-telegram] input[name=init_data]");
if (given && field) field.value = given;
if (given) history.replaceState(null, "", location.pathname);

const bridge = window.TelegramWebviewProxy;
const way = document.querySelector("[data-close]");
if (bridge && way) {
  way.hidden = false;
  way.addEventListener("click", () => bridge.postEvent("web_app_close", "{}"));
}
