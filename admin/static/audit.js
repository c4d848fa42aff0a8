// Keys 1 to 4 press the four verdicts, unless keys are switched off in this browser (desk.js);
// without this script they are ordinary buttons.
(() => {
  "use strict";

  const form = document.getElementById("penilaian");
  if (!form) return;
  try {
    if (localStorage.getItem("pendopo.tombol") === "mati") return;
  } catch {
    // A browser that remembers nothing keeps them on.
  }
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
