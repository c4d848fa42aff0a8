// Keys 1 to 4 press the four verdicts; without this script they are ordinary buttons.
(() => {
  "use strict";

  const form = document.getElementById("penilaian");
  if (!form) return;
  const verdicts = [...form.querySelectorAll("button[name=verdict]")];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest("input, textarea, select")) return;
    const button = verdicts[Number(event.key) - 1];
    if (!button) return;
    event.preventDefault();
    button.focus();
    button.click();
  });
})();
