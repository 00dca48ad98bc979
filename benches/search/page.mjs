// What runs in the search page while it is timed. It sees what a reader sees: the box, and the results.

/**
 * In the page: notes every file of the index that is asked for, by watching what makes the browser ask.
 */
export function watchFiles() {
  const seen = { files: [], open: 0, longest: 0 };
  const name = (address) => /search\/([a-z0-9/]+\.js)/.exec(address)?.[1];
  const begin = (file) => {
    seen.open += 1;
    seen.files.push(file);
  };
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      const file = node.tagName === "SCRIPT" && name(node.src);
      if (!file) continue;
      begin(file);
      const done = () => { seen.open -= 1; };
      node.addEventListener("load", done);
      node.addEventListener("error", done);
    }
  }).observe(document, { childList: true, subtree: true });
  const fetched = window.fetch;
  window.fetch = (address, ...rest) => {
    const file = name(String(address));
    if (!file) return fetched(address, ...rest);
    begin(file);
    const answer = fetched(address, ...rest);
    answer.then((come) => come.clone().arrayBuffer()).finally(() => { seen.open -= 1; });
    return answer;
  };
  if (window.PerformanceObserver && PerformanceObserver.supportedEntryTypes.includes("longtask")) {
    new PerformanceObserver((tasks) => {
      for (const task of tasks.getEntries()) seen.longest = Math.max(seen.longest, task.duration);
    }).observe({ entryTypes: ["longtask"] });
  }
  window.benchSeen = seen;
}

/** In the page: waits until nothing is on its way. */
export async function quiet() {
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  const busy = () => document.querySelector("#results").hasAttribute("aria-busy") || window.benchSeen?.open;
  for (let calm = 0; calm < 5; calm = busy() ? 0 : calm + 1) await pause(20);
}

/** In the page: asks for a query as a reader does, and tells when results were painted, and which. */
export async function ask(query) {
  const place = document.querySelector("#results"), list = place.querySelector(".hits");
  const form = document.querySelector("#search");
  const seen = window.benchSeen;
  Object.assign(seen, { files: [], longest: 0 });
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(null);
  }));
  const when = (target, options, holds) => new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (!holds()) return;
      observer.disconnect();
      painted().then(done);
    });
    observer.observe(target, options);
  });
  form.elements.q.value = query;
  const began = performance.now();
  const shown = when(list, { childList: true }, () => list.querySelector("ol.rows, .nothing"));
  let files = [];
  const full = when(place, { attributes: true }, () => {
    if (place.hasAttribute("aria-busy")) return false;
    // What comes behind, for filters and exact counts, is not waited for.
    if (!files.length) files = seen.files.slice();
    return true;
  });
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  const [first, all] = await Promise.all([shown, full]);
  const hits = [...list.querySelectorAll("ol.rows > li .row-title")].map((link) => decodeURIComponent(new URL(link.href).pathname));
  return { first: first - began, full: all - began, files, longest: seen.longest, hits };
}

/** In the page: the ids of all candidates of a query. */
export async function candidates(query) {
  return Array.from((await gongbaoSearch.find(query)).ids);
}

/** In the page: the address of every document that is in the index, by id. */
export async function everyAddress() {
  const ids = await gongbaoSearch.everything();
  const found = [];
  for (const id of ids) {
    const record = await gongbaoSearch.record(id);
    found.push([id, record.url]);
  }
  return found;
}
