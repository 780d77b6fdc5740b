// The queue by keyboard. The focus itself moves from row to row, so that a screen reader follows and Enter opens the link.

const links = () => [...document.querySelectorAll("[data-queue-link]")];

/** Where nobody is typing or choosing. */
const isFree = (target) => !target.closest("input:not([type=checkbox]), textarea, select, dialog[open]");

function move(by) {
  const all = links();
  const at = all.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus();
  next?.closest("tr").scrollIntoView({ block: "nearest" });
}

/** Rows are ticked, or a filter is being changed that was not applied yet. */
export function isBusy() {
  const page = document.querySelector("[data-queue]");
  if (!page) return false;
  if (page.querySelector("tr[data-review] :checked, dialog[open]")) return true;
  const filters = [...page.querySelectorAll(".queue-filters :is(input, select)")];
  return filters.some((control) => {
    if (control.options) return control.selectedIndex !== Math.max(0, [...control.options].findIndex((option) => option.defaultSelected));
    return control.type === "checkbox" ? control.checked !== control.defaultChecked : control.value !== control.defaultValue;
  });
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => document.activeElement.closest("tr")?.querySelector("[type=checkbox]")?.click(),
  "/": () => document.querySelector("[data-queue-search]")?.select(),
  "?": () => document.querySelector("[data-queue-keys]")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !document.querySelector("[data-queue]") || !isFree(event.target)) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// A click anywhere in a row opens it; one on its own link or tick box does what that does.
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-review]");
  if (!row || event.target.closest("a, input, label, button") || String(getSelection())) return;
  row.querySelector("[data-queue-link]").click();
});
