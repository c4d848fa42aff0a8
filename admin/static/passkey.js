// Asks the device for a passkey and hands its answer to the form; without this script the form
// stays hidden or says that it needs one.
(() => {
  "use strict";

  const ABORTED = "Tidak jadi: perangkat tidak memberi kunci sandi.";
  const OFFLINE = "Panel tidak dapat dihubungi. Coba lagi.";

  function bytes(text) {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }

  function text(buffer) {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  function readable(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of [options.excludeCredentials, options.allowCredentials]) {
      for (const one of list ?? []) one.id = bytes(one.id);
    }
    return options;
  }

  function written(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
  }

  async function ask(form) {
    const asked = await fetch(form.dataset.start, { method: "POST", body: new FormData(form) });
    if (!asked.ok) throw new Error(await asked.text());
    const publicKey = readable(await asked.json());
    try {
      return written(await navigator.credentials[form.dataset.passkey]({ publicKey }));
    } catch {
      throw new Error(ABORTED);
    }
  }

  function listen(form) {
    const said = form.querySelector("[data-said]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      said.hidden = true;
      try {
        form.elements.answer.value = await ask(form);
        if (form.elements.password) form.elements.password.value = ""; // it was asked for already
        form.submit();
      } catch (error) {
        said.textContent = error instanceof TypeError ? OFFLINE : error.message;
        said.hidden = false;
      }
    });
  }

  const isNumber = /^[\d.]+$|^\[/.test(location.hostname); // browsers make keys for names alone
  if (!window.PublicKeyCredential || isNumber) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    listen(form);
  }
})();
