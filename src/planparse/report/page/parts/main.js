// What the page does when somebody does something.

const FILTERS = Object.keys(FITS);
const wide = window.matchMedia("(min-width: 62rem)");

function fillChoices() {
  const all = [ANY, say("all")];
  const numbered = documents.map((document, number) => [number, nameOf(number)]);
  fill("document", [all, ...numbered]);
  fill("status", [all, ...choicesOf((target) => target.status, say)]);
  fill("modality", [all, ...choicesOf((target) => target.modality || "", (modality) => say(modality || "noModality"))]);
  fill("unit", [all, ...choicesOf((target) => target.unit || "", (unit) => seen(unit) || say("noUnit"))]);
  fill("deadline", [all, ...choicesOf(yearOf, (year) => year || say("noDeadline"), true)]);
  fill("confidence", [all, ...CONFIDENCES.map((bound) => [bound, say(bound[0] === "<" ? "below" : "atLeast", { value: bound.slice(1) })])]);
  fill("order", ["textOrder", ...Object.keys(ORDERS)].map((order) => [order, say(order)]));
  fill("shown", numbered);
  fillPillars();
  // Between one value and all there is nothing to choose.
  for (const name of FILTERS) element(name).parentElement.hidden = element(name).options.length <= 2;
}

// The values that targets have, with how many have it: the most frequent first, or in their own order.
function choicesOf(valueOf, nameOf, ordered = false) {
  const values = counted(targets.map(valueOf), ordered ? (one, two) => (one[0] < two[0] ? -1 : 1) : undefined);
  return values.map(([value, number]) => [value, `${nameOf(value)} (${number})`]);
}

function nameOf(number) {
  const { name, title } = documents[number];
  return seen(title && title !== name && !title.includes(name) ? `${name} · ${title}` : title || name);
}

function fill(id, choices) {
  const select = element(id);
  const before = select.options.length ? select.value : null;
  select.replaceChildren(...choices.map(([value, text]) => new Option(text, value)));
  if (choices.some(([value]) => String(value) === before)) select.value = before;
}

// The headings over targets, of the chosen document or of all.
function fillPillars() {
  const one = element("document").value;
  const used = new Set(targets.flatMap((target) => target.pillars.map((pillar) => `${target.document}.${pillar}`)));
  const select = element("pillar");
  const before = select.value;
  select.replaceChildren(new Option(say("all"), ANY));
  documents.forEach((document, number) => {
    if (one !== ANY && one !== String(number)) return;
    const options = document.pillars.flatMap((pillar, index) => (used.has(`${number}.${index}`)
      ? [new Option("\u2003".repeat(pillar.level - 1) + seen(pillar.title), `${number}.${index}`)] : []));
    if (documents.length === 1) select.append(...options);
    else if (options.length) select.append(optionGroup(nameOf(number), options));
  });
  select.value = before;
  if (select.selectedIndex < 0) select.value = ANY;
}

function optionGroup(label, options) {
  const group = make("optgroup", "", ...options);
  group.label = label;
  return group;
}

function filtersNow() {
  return Object.fromEntries(FILTERS.map((name) => [name, element(name).value]));
}

function filter() {
  const filters = filtersNow();
  const found = chosen(filters, element("search").value, element("order").value);
  showRows(found);
  const all = targets.length;
  element("count").textContent = say(found.length < all ? "count" : "countAll", { shown: found.length, all });
  const set = FILTERS.filter((name) => filters[name] !== ANY).length;
  element("chosen").textContent = set ? `(${set})` : "";
  element("clear").hidden = !set && !element("search").value;
  markOrder(element("order").value);
  element("list").scrollTop = 0;
  rest(() => { fadePlaces(list.shown); showPictures(); });
}

function clearFilters() {
  for (const name of FILTERS) element(name).value = ANY;
  element("search").value = "";
  fillPillars();
  filter();
}

function show(view) {
  document.body.dataset.view = view;
  for (const tab of document.querySelectorAll(".views button")) tab.setAttribute("aria-pressed", String(tab.dataset.view === view));
  showPictures();
}

function isSideBySide() {
  return wide.matches && document.body.dataset.view === "list";
}

function goToText(target) {
  if (!isSideBySide()) show("text");
  focusPlace(target);
  fadePlaces(list.shown);
}

function goToRow(target) {
  show("list");
  if (!list.shown.includes(target)) {
    clearFilters();
    announce(say("filtersCleared"));
  }
  select(target);
  revealPlace(target);
  revealRow(target);
  focusRow(target);
}

function chooseRow(target) {
  if (list.current === target) return unselect();
  select(target);
  if (isSideBySide()) {
    revealPlace(target);
    fadePlaces(list.shown);
  }
}

function sortBy({ up, down }) {
  const next = { [up]: up === down ? "textOrder" : down, [down]: "textOrder" };
  element("order").value = next[element("order").value] || up;
  filter();
}

function sayAgain() {
  sayEverything();
  fillChoices();
  drawLegend();
  drawColumns();
  forgetRows();
  showOriginalAgain();
  filter();
}

// On a narrow page the filters are folded away; on a wide one there is nothing to unfold them with.
function foldFilters() {
  element("choices").open = wide.matches;
}

function listen() {
  element("filters").addEventListener("input", (event) => {
    if (event.target.id === "document") {
      fillPillars();
      if (event.target.value !== ANY) showOriginal(Number(event.target.value));
    }
    filter();
  });
  element("filters").addEventListener("reset", (event) => { event.preventDefault(); clearFilters(); });
  element("filters").addEventListener("submit", (event) => event.preventDefault());
  element("shown").addEventListener("input", (event) => { showOriginal(Number(event.target.value)); fadePlaces(list.shown); });
  element("columns").addEventListener("click", (event) => { if (event.target.matches(".sorting")) sortBy(event.target.dataset); });
  element("language").addEventListener("click", () => { switchLanguage(); sayAgain(); });
  document.querySelector(".views").addEventListener("click", (event) => { if (event.target.dataset.view) show(event.target.dataset.view); });
  rowsElement.addEventListener("click", clickedRow);
  rowsElement.addEventListener("keydown", stepThroughRows);
  originalElement.addEventListener("click", clickedPlace);
  originalElement.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") clickedPlace(event);
    else stepThroughPlaces(event);
  });
  document.addEventListener("keydown", pressed);
  wide.addEventListener("change", foldFilters);
  keepPicturesFitting();
  window.addEventListener("beforeprint", () => drawRows(list.shown.length));
}

function clickedRow(event) {
  const row = event.target.closest(".row");
  if (!row) return;
  const target = targets[row.dataset.at];
  if (event.target.matches(".to-text")) goToText(target);
  else if (event.target.matches(".cite")) cite(target);
  else if (!event.target.closest(".details")) chooseRow(target);
}

function clickedPlace(event) {
  const mark = event.target.closest(".place");
  if (!mark) return;
  event.preventDefault();
  goToRow(targets[mark.dataset.at]);
}

// “/” leads to the search, Escape back to the row.
function pressed(event) {
  if (event.key === "/" && !event.target.matches("input, select, textarea")) {
    event.preventDefault();
    element("search").focus();
  } else if (event.key === "Escape" && event.target.matches(".place") && list.current) {
    goToRow(list.current);
  }
}

sayEverything();
fillChoices();
drawLegend();
drawColumns();
listen();
foldFilters();
if (documents.length) showOriginal(0);
show("list");
filter();
