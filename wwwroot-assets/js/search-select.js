// A box to search in, for a long list (<search-select><select>) or a text box with suggestions from the server
// (<search-select data-all|data-find><input>): the combobox pattern of ARIA 1.2. The select or input stays what the page
// listens to; it gets the value and the events that a person's choice would give it. Blazor draws the inside anew whenever
// it likes, so what is shown always follows from the select, never the other way round.

const LONGEST_LIST = 250;
const SEARCH_PAUSE = 200; // milliseconds
const lists = new Map();

/** For comparing: no case, accents, blanks or punctuation. Thai vowels and tones stay. */
const plain = (text) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f\s.,'’()/\-\u200b]/g, "");

function matching(options, typed) {
  const wanted = plain(typed);
  if (!wanted) return options;
  const at = (option) => {
    const names = [option.text, ...(option.search ?? "").split(/\s+/)].map(plain);
    return names.some((name) => name.startsWith(wanted)) ? 0 : plain(option.text + (option.search ?? "")).includes(wanted) ? 1 : 2;
  };
  const ranked = options.map((option) => [at(option), option]);
  return [0, 1].flatMap((rank) => ranked.filter(([of]) => of === rank).map(([, option]) => option));
}

async function fetched(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

class SearchSelect extends HTMLElement {
  #control = null; // what the page listens to: a select, or an input that is the box as well
  #box = null;
  #list = null;
  #status = null;
  #options = [];
  #active = -1;
  #open = false;
  #pause = 0;
  #before = ""; // what a text box said when it was entered
  #search = null;
  #observer = new MutationObserver(() => this.#sync());

  connectedCallback() {
    this.addEventListener("change", this.#sync);
    this.#sync();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    this.removeEventListener("change", this.#sync);
    this.#search?.abort();
  }

  get #isSelect() {
    return this.#control instanceof HTMLSelectElement;
  }

  /** Puts box and list where they are missing and makes the box say what the control says. */
  #sync = () => {
    this.#observer.disconnect();
    const control = this.querySelector("select, input:not([data-box])");
    if (control) {
      if (control !== this.#control || !this.#list?.isConnected || !this.#box.isConnected) this.#build(control);
      this.#mirror();
    }
    this.#observer.observe(this, { childList: true, subtree: true, attributes: true, characterData: true });
  };

  #build(control) {
    this.querySelectorAll("[data-box], [role=listbox], [data-status]").forEach((old) => old.remove());
    this.#control = control;
    this.#box = this.#isSelect ? document.createElement("input") : control;
    this.#list = document.createElement("ul");
    this.#list.id = `${control.id}-list`;
    this.#list.role = "listbox";
    this.#list.hidden = true;
    this.#status = document.createElement("span");
    this.#status.dataset.status = "";
    this.#status.role = "status";
    this.#status.className = "visually-hidden";
    if (this.#isSelect) {
      Object.assign(this.#box, { id: `${control.id}-box`, type: "text", className: "input", spellcheck: false });
      this.#box.dataset.box = "";
      // Labels and the error summary lead to the select, which passes them on.
      control.addEventListener("focus", () => this.#box.focus());
      this.append(this.#box);
    }
    this.append(this.#list, this.#status);
    this.#listen();
  }

  #listen() {
    const box = this.#box;
    if (box.searching) return;
    box.searching = true;
    box.role = "combobox";
    box.autocomplete = "off";
    box.ariaAutoComplete = "list";
    box.setAttribute("aria-controls", this.#list.id);
    // What is being typed is nobody's answer yet.
    for (const type of ["input", "change"]) {
      box.addEventListener(type, (event) => event.isTrusted && event.stopPropagation());
    }
    box.addEventListener("input", () => this.#later());
    box.addEventListener("keydown", (event) => this.#press(event));
    box.addEventListener("click", () => this.#open || this.#show());
    box.addEventListener("focus", () => {
      this.#before = box.value;
      box.select();
    });
    box.addEventListener("blur", () => this.#leave());
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.#choose(this.#options[item.dataset.index]);
    });
  }

  #mirror() {
    const { value, disabled, labels } = this.#control;
    this.#box.setAttribute("aria-expanded", String(this.#open));
    this.#list.ariaLabel = labels?.[0]?.textContent.trim() ?? "";
    if (!this.#isSelect) return;
    this.#control.classList.add("visually-hidden");
    this.#control.tabIndex = -1;
    this.#control.ariaHidden = "true";
    this.#box.disabled = disabled;
    this.#box.ariaLabel = this.#list.ariaLabel;
    this.#box.placeholder = this.#control.querySelector("option[value='']")?.textContent ?? "";
    for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
      const said = this.#control.getAttribute(name);
      if (said === null) this.#box.removeAttribute(name);
      else this.#box.setAttribute(name, said);
    }
    if (document.activeElement !== this.#box || !this.#open) this.#box.value = value ? this.#chosenText() : "";
  }

  #chosenText() {
    return this.#control.selectedOptions[0]?.textContent.trim() ?? "";
  }

  async #found(typed) {
    const { all, find } = this.dataset;
    if (all) {
      if (!lists.has(all)) lists.set(all, fetched(all).catch((failure) => (lists.delete(all), Promise.reject(failure))));
      return matching(await lists.get(all), typed);
    }
    if (find) {
      this.#search?.abort();
      this.#search = new AbortController();
      return typed.trim() ? fetched(find + encodeURIComponent(typed.trim()), this.#search.signal) : [];
    }
    const options = [...this.#control.options].filter((option) => option.value);
    return matching(
      options.map((option) => ({ value: option.value, text: option.textContent.trim(), search: option.dataset.search })),
      typed,
    );
  }

  #later() {
    clearTimeout(this.#pause);
    const wait = this.dataset.find ? SEARCH_PAUSE : 0;
    this.#pause = setTimeout(() => {
      this.#pause = 0;
      this.#show(this.#box.value);
    }, wait);
  }

  /** Opens the list with what was found; with nothing typed, everything. */
  async #show(typed = "") {
    if (this.#box.disabled || this.#box.readOnly) return;
    const asked = this.#box.value;
    let options;
    try {
      options = await this.#found(typed);
    } catch (failure) {
      if (failure.name !== "AbortError") this.#close(); // Typing and the lists below go on without suggestions.
      return;
    }
    if (document.activeElement !== this.#box || this.#box.value !== asked) return;
    this.#options = options.slice(0, LONGEST_LIST);
    this.#draw(typed.trim() !== "");
  }

  #draw(searched) {
    const { searchNone: none, searchOne: one, searchMany: many } = document.body.dataset;
    this.#active = -1;
    const chosen = this.#isSelect ? this.#control.value : null;
    this.#list.replaceChildren(
      ...this.#options.map((option, index) => {
        const item = document.createElement("li");
        item.id = `${this.#list.id}-${index}`;
        item.role = "option";
        item.dataset.index = index;
        item.ariaSelected = String(option.value === chosen);
        item.textContent = option.text;
        return item;
      }),
    );
    const count = this.#options.length;
    const said = count === 0 ? none : count === 1 ? one : many.replace("{0}", count);
    if (count === 0 && searched) {
      const item = document.createElement("li");
      item.className = "nothing";
      item.role = "presentation";
      item.textContent = none;
      this.#list.append(item);
    }
    this.#status.textContent = searched || count > 0 ? said : "";
    this.#open = count > 0 || searched;
    this.#list.hidden = !this.#open;
    this.#box.setAttribute("aria-expanded", String(this.#open));
    this.#mark(this.#options.findIndex((option) => option.value === chosen));
    if (searched && count > 0) this.#mark(0);
  }

  #mark(index) {
    this.#list.children[this.#active]?.classList.remove("active");
    this.#active = Math.min(index, this.#options.length - 1);
    const item = this.#active < 0 ? null : this.#list.children[this.#active];
    item?.classList.add("active");
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.#box.setAttribute("aria-activedescendant", item.id);
    else this.#box.removeAttribute("aria-activedescendant");
  }

  #close() {
    clearTimeout(this.#pause);
    this.#pause = 0;
    this.#open = false;
    this.#list.hidden = true;
    this.#mark(-1);
    this.#box.setAttribute("aria-expanded", "false");
  }

  #press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (this.#pause && !this.dataset.find && ["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) {
      // Faster than the list: the key is meant for what was just typed.
      event.preventDefault();
      event.stopPropagation();
      clearTimeout(this.#pause);
      this.#pause = 0;
      this.#show(this.#box.value).then(() => this.#press(new KeyboardEvent("keydown", { key: event.key })));
      return;
    }
    const last = this.#options.length - 1;
    const steps = {
      ArrowDown: () => this.#mark(this.#active >= last ? 0 : this.#active + 1),
      ArrowUp: () => this.#mark(this.#active <= 0 ? last : this.#active - 1),
      Home: () => this.#mark(0),
      End: () => this.#mark(last),
      Enter: () => this.#active >= 0 && this.#choose(this.#options[this.#active]),
      Escape: () => (this.#close(), this.#mirror()),
    };
    if (this.#open && event.key === "Tab" && this.#active >= 0 && this.#box.value !== "") {
      this.#choose(this.#options[this.#active]);
    } else if (this.#open && steps[event.key]) {
      event.preventDefault();
      event.stopPropagation();
      steps[event.key]();
    } else if (!this.#open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.#show(this.#isSelect || this.dataset.all ? "" : this.#box.value);
    }
  }

  #choose(option) {
    this.#status.textContent = document.body.dataset.searchChosen.replace("{0}", option.text);
    this.#close();
    this.#tell(option.value);
    if (this.dataset.find) this.#box.value = ""; // The place stands in the boxes below now.
  }

  /** Gives the control a value, as if it had been chosen there. */
  #tell(value) {
    this.#control.value = value;
    this.#before = value;
    for (const type of ["input", "change"]) this.#control.dispatchEvent(new Event(type, { bubbles: true }));
    this.#mirror();
  }

  /** A name that was typed to its end counts as chosen, an empty box as no answer; anything else goes back. */
  #leave() {
    this.#close();
    const typed = this.#box.value.trim();
    if (this.#isSelect) {
      if (typed === (this.#control.value ? this.#chosenText() : "")) return;
      const same = [...this.#control.options].find((o) => o.value && plain(o.textContent) === plain(typed));
      if (same) this.#tell(same.value);
      else if (typed === "") this.#tell("");
      this.#mirror();
    } else if (this.dataset.typed !== undefined && typed !== this.#before) {
      this.#tell(typed);
    }
  }
}

customElements.define("search-select", SearchSelect);
