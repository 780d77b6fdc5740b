// Sends the files of one document field: cut into chunks, one request each, with progress. The server decides what is
// allowed; the checks here only spare people the wait.

const attempts = 5;
const firstWait = 500; // milliseconds; doubles with each attempt

export function attach(panel, options, dotnet) {
  // Somebody who goes on at once is on the next page before this was loaded: its panel is gone, and the circuit goes on.
  return new Uploader(panel ?? document.createElement("div"), options, dotnet);
}

class Uploader {
  #panel;
  #options;
  #dotnet;
  #queue = [];
  #running = null;
  #events = new AbortController();

  constructor(panel, options, dotnet) {
    this.#panel = panel;
    this.#options = options;
    this.#dotnet = dotnet;
    const signal = this.#events.signal;
    // On the panel, not on the input: the input comes and goes as the field fills up.
    panel.addEventListener("change", (event) => {
      if (event.target.type !== "file") return;
      this.#add(event.target.files);
      event.target.value = ""; // so that the same file can be chosen again
    }, { signal });
    panel.addEventListener("dragover", (event) => {
      event.preventDefault();
      panel.classList.add("dragging");
    }, { signal });
    panel.addEventListener("dragleave", () => panel.classList.remove("dragging"), { signal });
    // Chosen before this script had arrived.
    const input = panel.querySelector("input[type=file]");
    if (input?.files.length > 0) {
      this.#add(input.files);
      input.value = "";
    }
    panel.addEventListener("drop", (event) => {
      event.preventDefault();
      panel.classList.remove("dragging");
      this.#add(event.dataTransfer.files);
    }, { signal });
  }

  detach() {
    this.#events.abort();
    this.#running?.cancel.abort();
    this.#queue.length = 0;
  }

  async remove(url, name) {
    const { texts } = this.#options;
    if (!confirm(fill(texts.RemoveConfirm, name))) return false;
    try {
      const response = await fetch(url, { method: "DELETE", headers: this.#headers() });
      if (!response.ok) throw new Error(String(response.status));
      this.#say(fill(texts.Removed, name));
      return true;
    } catch {
      this.#say(fill(texts.RemoveFailed, name));
      return false;
    }
  }

  #headers() {
    return { "X-Antiforgery": this.#options.antiforgery ?? "" };
  }

  #say(text) {
    this.#panel.querySelector("[data-upload-status]").textContent = text;
  }

  #add(files) {
    for (const file of files) {
      const row = new Row(this.#panel.querySelector("[data-upload-rows]"), file, this.#options.texts);
      const refusal = this.#refusal(file);
      if (refusal) {
        row.fail(refusal, null);
        this.#say(refusal);
        continue;
      }
      this.#enqueue(file, row);
    }
  }

  #enqueue(file, row) {
    const job = { file, row, cancel: new AbortController() };
    row.wait(() => {
      job.cancel.abort();
      row.remove();
    });
    this.#queue.push(job);
    this.#tell();
    this.#next();
  }

  #refusal(file) {
    const { types, maxBytes, maxCount, texts } = this.#options;
    const extension = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
    if (file.size === 0) return fill(texts.Empty, file.name);
    if (!types.includes(extension)) return fill(texts.WrongType, file.name, texts.Types);
    if (file.size > maxBytes) return fill(texts.TooBig, file.name, size(file.size, texts), texts.LargestSize);
    const underWay = this.#queue.length + (this.#running ? 1 : 0);
    const done = this.#panel.querySelectorAll(".file.done").length;
    return done + underWay >= maxCount ? fill(texts.TooMany, maxCount) : null;
  }

  // The page does not leave a step while its files are on their way.
  #tell() {
    if (this.#events.signal.aborted) return;
    this.#dotnet.invokeMethodAsync("RunningAsync", this.#queue.length + (this.#running ? 1 : 0));
  }

  async #next() {
    if (this.#running || this.#queue.length === 0) return;
    const job = this.#queue.shift();
    this.#running = job;
    try {
      if (!job.cancel.signal.aborted) await this.#send(job);
    } finally {
      this.#running = null;
      this.#tell();
      this.#next();
    }
  }

  async #send(job) {
    const { file, row, cancel } = job;
    const { texts } = this.#options;
    try {
      const upload = await this.#begin(file, cancel.signal);
      job.url = upload.url;
      for (let index = 0; index < upload.chunkCount; index++) {
        const start = index * upload.chunkBytes;
        const chunk = file.slice(start, Math.min(start + upload.chunkBytes, file.size));
        await this.#sendChunk(`${upload.url}/chunks/${index}`, chunk, cancel.signal, (sent) => row.progress(start + sent));
      }
      this.#say(`${file.name}: ${texts.Done}`);
      await this.#dotnet.invokeMethodAsync("UploadedAsync");
      row.remove();
    } catch (failure) {
      if (job.url) fetch(job.url, { method: "DELETE", headers: this.#headers(), keepalive: true }).catch(() => {});
      if (cancel.signal.aborted) return;
      const reason = this.#reasonFor(failure, file);
      row.fail(reason, failure.final ? null : () => this.#enqueue(file, row));
      this.#say(`${file.name}: ${reason}`);
    }
  }

  async #begin(file, signal) {
    const announcement = { fieldId: this.#options.fieldId, name: file.name, contentType: file.type, size: file.size };
    return this.#patiently(signal, async () => {
      const response = await fetch(this.#options.url, {
        method: "POST",
        signal,
        headers: { ...this.#headers(), "Content-Type": "application/json" },
        body: JSON.stringify(announcement),
      });
      if (!response.ok) throw await failureOf(response.status, await response.text());
      return response.json();
    });
  }

  #sendChunk(url, chunk, signal, onProgress) {
    return this.#patiently(signal, () => put(url, chunk, this.#headers(), signal, onProgress));
  }

  // A chunk that did not arrive is sent again; a refusal is final.
  async #patiently(signal, send) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send();
      } catch (failure) {
        if (signal.aborted || failure.final || attempt === attempts) throw failure;
        await pause(firstWait * 2 ** (attempt - 1) * (0.5 + Math.random()), signal);
      }
    }
  }

  #reasonFor(failure, file) {
    const { texts, maxCount } = this.#options;
    const known = {
      Empty: fill(texts.Empty, file.name),
      TooBig: fill(texts.TooBig, file.name, size(file.size, texts), texts.LargestSize),
      WrongType: fill(texts.WrongType, file.name, texts.Types),
      TooMany: fill(texts.TooMany, maxCount),
      Refused: texts.FailedRefused,
      SessionOver: texts.FailedSession,
      NeedsLink: texts.NeedsLink,
      Connection: texts.FailedConnection,
    };
    return known[failure.reason] ?? (failure.status === 401 ? texts.FailedSession : texts.FailedBizPortal);
  }
}

// XMLHttpRequest, because fetch cannot tell how much of a body has gone out.
function put(url, body, headers, signal, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () =>
      request.status < 300 ? resolve() : reject(failureOf(request.status, request.responseText));
    request.onerror = () => reject({ reason: "Connection", final: false });
    request.onabort = request.onerror;
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}

function failureOf(status, text) {
  let reason = "";
  try {
    reason = JSON.parse(text).reason ?? "";
  } catch {
    // Not ours: a proxy's page, say. The status has to do.
  }
  return { status, reason, final: status < 500 && status !== 408 && status !== 429 };
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}

// One file under way. Built from nodes, never from markup: a file may be named like a script.
class Row {
  #item = element("li", "file");
  #state = element("span", "file-state");
  #bar = element("progress", "file-progress");
  #actions = element("span", "file-actions");
  #file;
  #texts;

  constructor(list, file, texts) {
    this.#file = file;
    this.#texts = texts;
    const name = element("span", "file-name", file.name);
    const length = element("span", "file-size muted", size(file.size, texts));
    this.#bar.max = file.size;
    this.#bar.value = 0;
    this.#bar.setAttribute("aria-label", file.name);
    this.#item.append(name, length, this.#state, this.#bar, this.#actions);
    list.append(this.#item);
  }

  wait(onCancel) {
    this.#item.classList.remove("failed");
    this.#state.textContent = this.#texts.Waiting;
    this.#bar.hidden = false;
    this.#bar.value = 0;
    this.#buttons([this.#texts.Cancel, this.#texts.CancelWhat, onCancel]);
  }

  progress(sent) {
    this.#bar.value = sent;
    this.#state.textContent =
      sent < this.#file.size
        ? fill(this.#texts.Uploading, size(sent, this.#texts), size(this.#file.size, this.#texts))
        : this.#texts.Finishing;
  }

  fail(reason, onRetry) {
    this.#item.classList.add("failed");
    this.#state.textContent = reason;
    this.#bar.hidden = true;
    const dismiss = [this.#texts.Cancel, this.#texts.CancelWhat, () => this.remove()];
    this.#buttons(...(onRetry ? [[this.#texts.Retry, this.#texts.RetryWhat, onRetry], dismiss] : [dismiss]));
  }

  remove() {
    this.#item.remove();
  }

  #buttons(...buttons) {
    this.#actions.replaceChildren(
      ...buttons.map(([text, label, act]) => {
        const button = element("button", "button quiet small", text);
        button.type = "button";
        button.setAttribute("aria-label", fill(label, this.#file.name));
        button.addEventListener("click", act);
        return button;
      }),
    );
  }
}

function element(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function fill(text, ...values) {
  return text.replace(/\{(\d)\}/g, (_, index) => values[index] ?? "");
}

function size(bytes, texts) {
  if (bytes >= 1e6) return fill(texts.Megabytes, short(bytes / 1e6));
  return bytes >= 1e3 ? fill(texts.Kilobytes, short(bytes / 1e3)) : fill(texts.Bytes, bytes);
}

function short(value) {
  return value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}
