// The text of a document, with every target marked.

const original = { document: null, marks: new Map(), current: [] };
const originalElement = element("original");

// Shows a document's text. Lines are drawn all at once; the browser lays out only those in view.
function showOriginal(number) {
  if (original.document === number) return;
  original.document = number;
  original.marks.clear();
  original.current = [];
  element("shown").value = String(number);
  const { text, missing } = documents[number];
  const lines = text === null ? [notice(missing), ...quotes(number)] : lined(number);
  originalElement.replaceChildren(...lines);
  originalElement.querySelector(".place")?.setAttribute("tabindex", "0");
}

function showOriginalAgain() {
  const { document: number } = original;
  original.document = null;
  showOriginal(number);
}

function notice(missing) {
  return make("p", "notice", say(missing === "changed" ? "changedText" : missing));
}

// The sentences of a document without a text, each with the targets that stand in it.
function quotes(number) {
  const bySentence = new Map();
  for (const target of targets.filter((target) => target.document === number)) {
    bySentence.set(target.sentence, [...(bySentence.get(target.sentence) || []), target]);
  }
  return [...bySentence].map(([sentence, group]) => {
    const line = make("p", "line quoted", seen(sentence), " ");
    for (const target of group) line.append(place([target], seen(target.quantity)), " ");
    return line;
  });
}

// The lines of a text. Lines that are rows, one after another, are a table.
function lined(number) {
  const { text, pillars, joined } = documents[number];
  const goesOn = new Set(joined);
  const headings = new Map(pillars.map((pillar) => [text.lastIndexOf("\n", pillar.start) + 1, pillar]));
  const groups = grouped(number);
  const shown = [];
  let table = null;
  for (let start = 0; start <= text.length; start = endOf(text, start) + 1) {
    const line = { text, start, end: endOf(text, start), groups };
    const words = text.slice(line.start, line.end);
    const divider = dividerOf(words);
    if (!divider) table = null;
    if (divider) {
      if (!table) shown.push(make("div", "sheet", table = make("table")));
      if (!RULE.test(words)) table.append(rowOfCells(line, divider));
    } else if (goesOn.has(start)) {
      goOn(shown.at(-1), line);
    } else if (words.trim()) {
      const isTitle = !shown.length && words.trim() === documents[number].title;
      shown.push(isTitle ? make("h2", "line title", ...marked(line)) : lineOf(line, headings.get(start)));
    }
  }
  return shown;
}

const RULE = /^[\s|:-]+$/;

// What stands between the cells of a row; nothing where a line is no row.
function dividerOf(words) {
  if (/^\s*\|.*\|\s*$/.test(words)) return "|";
  return words.includes("\t") ? "\t" : null;
}

function endOf(text, start) {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}

function lineOf(line, heading) {
  if (!heading) return make("p", "line", ...marked(line));
  // What follows a heading on its line is a paragraph that it opens.
  if (line.text.slice(heading.end, line.end).trim().length > 1) {
    return make("p", "line", make("strong", "", ...marked({ ...line, end: heading.end })), ...marked({ ...line, start: heading.end }));
  }
  const [signs] = /^#*\s*/.exec(line.text.slice(line.start, line.end));
  return make(`h${Math.min(heading.level + 1, 6)}`, "line", ...marked({ ...line, start: line.start + signs.length }));
}

// Adds a line to the one before it, which was broken at a fixed width; a space parts only words of letters.
function goOn(before, line) {
  const { text, end } = line;
  const start = line.start + /^\s*/.exec(text.slice(line.start, end))[0].length;
  const apart = /[A-Za-z]$/.test(before.textContent) && /^[A-Za-z]/.test(text.slice(start, end));
  before.append(apart ? " " : "", ...marked({ ...line, start }));
}

function rowOfCells({ text, start, end, groups }, divider) {
  const row = make("tr");
  const [first, last] = divider === "|" ? [text.indexOf("|", start) + 1, text.lastIndexOf("|", end - 1)] : [start, end];
  for (let at = first; at <= last;) {
    const found = text.indexOf(divider, at);
    const stop = found < 0 || found > last ? last : found;
    row.append(make("td", "", ...marked({ text, start: at, end: stop, groups })));
    at = stop + 1;
  }
  return row;
}

// The targets of a document by where they stand; those whose places overlap are one group, marked together.
function grouped(number) {
  const placed = targets.filter((target) => target.document === number && target.place);
  placed.sort((one, two) => one.place[0] - two.place[0]);
  const groups = [];
  for (const target of placed) {
    const last = groups.at(-1);
    if (last && target.place[0] < last.end) {
      last.targets.push(target);
      last.end = Math.max(last.end, target.place[1]);
    } else {
      groups.push({ start: target.place[0], end: target.place[1], targets: [target] });
    }
  }
  return groups;
}

// The text of a stretch, as nodes, with the groups in it marked.
function marked({ text, start, end, groups }) {
  const nodes = [];
  let at = start;
  for (let index = firstFrom(groups, start); index < groups.length && groups[index].start < end; index += 1) {
    const group = groups[index];
    const stop = Math.min(group.end, end);
    nodes.push(seen(text.slice(at, Math.max(at, group.start))), place(group.targets, seen(text.slice(Math.max(at, group.start), stop))));
    at = stop;
  }
  nodes.push(seen(text.slice(at, end)));
  return nodes;
}

// The first group that ends behind a place.
function firstFrom(groups, start) {
  let [low, high] = [0, groups.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (groups[middle].end > start) high = middle;
    else low = middle + 1;
  }
  return low;
}

function place(group, text) {
  const mark = make("mark", `place ${group[0].status}`, text);
  mark.setAttribute("role", "button");
  mark.tabIndex = -1;
  const [target] = group;
  mark.setAttribute("aria-label", say("toRow", { name: seen(target.name), quantity: seen(target.quantity), status: say(target.status) }));
  mark.dataset.at = target.at;
  for (const one of group) original.marks.set(one.at, [...(original.marks.get(one.at) || []), mark]);
  return mark;
}

// Brings the place of a target into view.
function revealPlace(target) {
  showOriginal(target.document);
  for (const mark of original.current) mark.classList.remove("current");
  original.current = original.marks.get(target.at) || [];
  for (const mark of original.current) mark.classList.add("current");
  if (!original.current.length) return;
  bringIntoView(original.current[0]);
  setPlaceStop(original.current[0]);
}

function focusPlace(target) {
  revealPlace(target);
  original.current[0]?.focus({ preventScroll: true });
}

function setPlaceStop(mark) {
  originalElement.querySelector('.place[tabindex="0"]')?.setAttribute("tabindex", "-1");
  mark.tabIndex = 0;
}

// Places whose rows the filters hide are marked more faintly.
function fadePlaces(shown) {
  const left = new Set(shown.map((target) => target.at));
  for (const [at, marks] of original.marks) for (const mark of marks) mark.classList.toggle("off", !left.has(at));
}

const PLACE_STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function stepThroughPlaces(event) {
  const step = PLACE_STEPS[event.key];
  if (!step || !event.target.matches(".place")) return;
  event.preventDefault();
  const places = [...originalElement.querySelectorAll(".place")];
  const next = places[places.indexOf(event.target) + step];
  if (!next) return;
  setPlaceStop(next);
  next.focus();
}

function drawLegend() {
  const statuses = counted(targets.map((target) => target.status));
  element("legend").replaceChildren(...statuses.map(([status]) => make("li", "", make("mark", status, say(status)))));
}
