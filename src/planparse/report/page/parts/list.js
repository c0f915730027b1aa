// The targets as rows. The first rows are drawn at once, the others in the pauses after it.

const FIRST = 40;
const PORTION = 250;
const COLUMNS = [["indicator", "byName", "byName"], ["quantity", "byUnitUp", "byUnitDown"], ["due", "byDueUp", "byDueDown"],
  ["nature", "byNature", "byNature"], ["sure", "bySureUp", "bySureDown"]];

const list = { shown: [], rows: new Map(), drawn: 0, current: null };
const rowsElement = element("rows");
const rest = window.requestIdleCallback || ((draw) => setTimeout(draw, 16));

function showRows(found) {
  list.shown = found;
  list.drawn = 0;
  rowsElement.replaceChildren();
  drawRows(FIRST);
  rowsElement.parentElement.setAttribute("aria-rowcount", found.length + 1);
  element("none").hidden = found.length > 0;
  setTabStop();
  drawLater();
}

function drawRows(number) {
  const portion = list.shown.slice(list.drawn, list.drawn + number);
  rowsElement.append(...portion.map(rowOf));
  list.drawn += portion.length;
}

function drawLater() {
  const shown = list.shown;
  if (list.drawn < shown.length) {
    rest(() => {
      if (list.shown !== shown) return;
      drawRows(PORTION);
      drawLater();
    });
  }
}

// The element of a target's row; made once, and again in another language.
function rowOf(target) {
  if (!list.rows.has(target.at)) list.rows.set(target.at, newRow(target));
  return list.rows.get(target.at);
}

function forgetRows() {
  list.rows.clear();
}

function newRow(target) {
  const name = make("button", "name", seen(target.name));
  name.type = "button";
  name.tabIndex = -1;
  name.setAttribute("aria-expanded", "false");
  const under = make("span", "under", underOf(target));
  const due = target.due || "—";
  const sure = make("div", target.confidence < 0.5 ? "sure low" : "sure", target.confidence.toFixed(2));
  const cells = [make("div", "indicator", name, under), make("div", "quantity", quantityOf(target)), make("div", "due", due),
    make("div", `nature ${target.status}`, say(target.category)), sure];
  for (const cell of cells) cell.setAttribute("role", "cell");
  const row = make("div", `row ${target.status}`, ...cells);
  row.setAttribute("role", "row");
  row.dataset.at = target.at;
  if (target === list.current) expand(row, target);
  return row;
}

function underOf(target) {
  const document = documents[target.document];
  const pillar = target.pillars.length ? seen(document.pillars[target.pillars.at(-1)].title) : say("noHeading");
  return documents.length > 1 ? `${pillar} · ${seen(document.name)}` : pillar;
}

function quantityOf(target) {
  return target.per ? `${seen(target.quantity)} ${say(target.per)}` : seen(target.quantity);
}

// Makes a target the current one: its row is open, and its place in the text is marked.
function select(target) {
  const before = list.current;
  list.current = target;
  if (before && before !== target && list.rows.has(before.at)) fold(rowOf(before));
  expand(rowOf(target), target);
  setTabStop();
}

function unselect() {
  if (list.current) fold(rowOf(list.current));
  list.current = null;
  setTabStop();
}

function fold(row) {
  row.classList.remove("current");
  row.querySelector(".name").setAttribute("aria-expanded", "false");
  row.querySelector(".details")?.remove();
}

function expand(row, target) {
  row.classList.add("current");
  row.querySelector(".name").setAttribute("aria-expanded", "true");
  if (!row.querySelector(".details")) row.append(detailsOf(target));
}

// Brings a target's row into view; one that is not drawn yet is drawn, with those before it.
function revealRow(target) {
  const place = list.shown.indexOf(target);
  if (place < 0) return false;
  if (place >= list.drawn) drawRows(place + 1 - list.drawn);
  bringIntoView(rowOf(target));
  return true;
}

// One row can be reached with Tab; the arrow keys lead on from it.
function setTabStop() {
  rowsElement.querySelector('.name[tabindex="0"]')?.setAttribute("tabindex", "-1");
  const stop = list.current && list.shown.includes(list.current) ? list.current : list.shown[0];
  if (stop) rowOf(stop).querySelector(".name").tabIndex = 0;
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

function stepThroughRows(event) {
  const step = STEPS[event.key];
  const row = event.target.closest(".row");
  if (!step || !row || !event.target.matches(".name")) return;
  event.preventDefault();
  const place = list.shown.indexOf(targets[row.dataset.at]);
  const next = list.shown[Math.max(0, Math.min(list.shown.length - 1, place + step))];
  revealRow(next);
  focusRow(next);
}

function focusRow(target) {
  rowsElement.querySelector('.name[tabindex="0"]')?.setAttribute("tabindex", "-1");
  const name = rowOf(target).querySelector(".name");
  name.tabIndex = 0;
  name.focus({ preventScroll: true });
}

// What a row shows when it is open.

function detailsOf(target) {
  const facts = make("dl", "facts");
  for (const [name, value] of factsOf(target)) if (value) facts.append(make("dt", "", say(name)), make("dd", "", seen(value)));
  const buttons = make("p", "buttons", button("toText", "to-text"), button("cite", "cite"));
  if (!target.place) buttons.firstChild.remove();
  const details = make("div", "details", quoteOf(target), facts, buttons);
  details.setAttribute("role", "cell");
  return details;
}

function button(word, className) {
  const made = make("button", className, say(word));
  made.type = "button";
  return made;
}

// The sentence, with the quantity marked where it is known to stand.
function quoteOf(target) {
  const sentence = sentenceOf(target);
  const [start, end] = placeInSentence(target, sentence);
  const quote = make("blockquote", "quote", sentence.slice(0, start));
  if (start < end) quote.append(make("mark", target.status, sentence.slice(start, end)), sentence.slice(end));
  quote.lang = "zh-CN";
  return quote;
}

// Where its quantity stands in a sentence: by its place in the text, or where the words stand only once; else behind its end.
function placeInSentence(target, sentence) {
  const { text } = documents[target.document];
  if (target.place && typeof target.sentence !== "string") {
    const start = seen(text.slice(target.sentence[0], target.place[0])).length;
    return [start, start + seen(text.slice(...target.place)).length];
  }
  const quantity = target.place ? seen(text.slice(...target.place)).replace(/\s*\n\s*/g, "") : seen(target.quantity).replace(/^[≥≤≈] /, "");
  const start = sentence.indexOf(quantity);
  const isOnly = start >= 0 && start === sentence.lastIndexOf(quantity);
  return isOnly ? [start, start + quantity.length] : [sentence.length, sentence.length];
}

function factsOf(target) {
  const joint = say("joint");
  const review = target.review;
  return [
    ["heading", target.pillars.map((pillar) => documents[target.document].pillars[pillar].title).join(" › ")],
    ["status", say(target.status)],
    ["action", target.action],
    ["measure", say(target.measure)],
    ["value", `${numberOf(target)} ${target.unit || ""}`],
    ["due", target.due && target.due + (target.dueText ? say("dueFrom", { text: target.dueText }) : "")],
    ["bindingKind", target.binding && say(target.binding)],
    ["examples", target.examples.join(joint)],
    ["responsible", target.responsible.join(joint)],
    ["source", sourceOf(target) + (target.place || !hasText(target) ? "" : joint + say("notPlaced"))],
    ["rule", target.rule],
    ["review", review && [say(review.verdict), review.by, review.when, review.reason].filter(Boolean).join(joint)],
  ];
}

function hasText(target) {
  return documents[target.document].text !== null;
}

function numberOf(target) {
  const digits = (number) => number.toLocaleString("en-US", { maximumFractionDigits: 12 });
  return target.max === null ? digits(target.value) : `${digits(target.value)}–${digits(target.max)}`;
}

function sourceOf(target) {
  const onPage = target.page ? [say("page", { page: target.page })] : [];
  return [`${documents[target.document].path}:${target.line}`, ...onPage].join(say("joint"));
}

function citationOf(target) {
  const document = documents[target.document];
  const title = document.title ? [say("citationTitle", { title: document.title })] : [];
  const issuer = document.issuer && !(document.title || "").includes(document.issuer) ? [document.issuer] : [];
  const source = [...issuer, ...title, sourceOf(target)].join(say("joint"));
  return seen(say("citation", { sentence: sentenceOf(target), source }));
}

async function cite(target) {
  const citation = citationOf(target);
  announce(say(await copied(citation) ? "cited" : "notCited"));
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedOldWay(text);
  }
}

function copiedOldWay(text) {
  const area = make("textarea", "copying");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

function drawColumns() {
  const cells = COLUMNS.map(([word, up, down]) => {
    const sorting = button(word, "sorting");
    Object.assign(sorting.dataset, { up, down });
    const cell = make("div", word, sorting);
    cell.setAttribute("role", "columnheader");
    return cell;
  });
  element("columns").replaceChildren(...cells);
}

// Shows at the columns by which of them the rows are sorted.
function markOrder(order) {
  for (const cell of element("columns").children) {
    const { up, down } = cell.firstChild.dataset;
    cell.setAttribute("aria-sort", { [down]: "descending", [up]: "ascending" }[order] || "none");
  }
}
