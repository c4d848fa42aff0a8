// Closes an open group of the menu when its reader goes elsewhere. Without this script a second
// press closes it.
(() => {
  "use strict";

  const open = () => document.querySelector(".top nav details[open]");

  document.addEventListener("click", (event) => {
    const group = open();
    if (group && !group.contains(event.target)) group.open = false;
  });
  document.addEventListener("focusin", (event) => {
    const group = open();
    if (group && !group.contains(event.target)) group.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const group = open();
    if (event.key !== "Escape" || !group) return;
    if (group.contains(document.activeElement)) group.querySelector("summary").focus();
    group.open = false;
  });
})();
