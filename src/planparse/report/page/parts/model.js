// The targets as the page knows them: which there are, which the filters leave, and in which order.

const page = JSON.parse(document.getElementById("content").textContent);
const documents = page.documents;
const CATEGORIES = ["firm", "strive", "expect", "explore", "planned", "achieved", "context"];

// Marks of direction and other characters that nobody sees could show a number in another order than it has.
const UNSEEN = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

function seen(text) {
  return text.replace(UNSEEN, "");
}

const targets = page.targets.map((values, at) => {
  const target = { at };
  page.columns.forEach((column, index) => { target[column] = values[index]; });
  target.pillars = headingsOver(target);
  target.category = target.modality || target.status;
  target.words = plain([
    target.id, target.name, target.action, target.quantity, target.unit, target.dueText, sentenceOf(target),
    documents[target.document].name, ...target.responsible, ...target.examples,
    ...target.pillars.map((pillar) => documents[target.document].pillars[pillar].title),
  ].join("\n"));
  return target;
});

// The numbers of the headings over a target, from the outermost in.
function headingsOver(target) {
  const all = documents[target.document].pillars;
  const chain = [];
  for (let pillar = target.pillar; pillar !== null && chain.length < 20; pillar = all[pillar].parent) chain.unshift(pillar);
  return chain;
}

function sentenceOf(target) {
  if (typeof target.sentence === "string") return seen(target.sentence);
  return seen(documents[target.document].text.slice(...target.sentence));
}

function titleOf(document) {
  return seen(document.title || document.name);
}

// Words as they are compared: full-width and half-width, large and small are the same.
function plain(text) {
  return seen(text).normalize("NFKC").toLowerCase();
}

// At least so sure, or less sure.
const CONFIDENCES = ["≥0.9", "≥0.7", "<0.7", "<0.5"];

function yearOf(target) {
  return (target.due || "").slice(0, 4);
}

// For each filter: whether a target fits the chosen value.
const FITS = {
  document: (target, value) => target.document === Number(value),
  pillar: (target, value) => target.pillars.some((pillar) => value === `${target.document}.${pillar}`),
  status: (target, value) => target.status === value,
  modality: (target, value) => (target.modality || "") === value,
  unit: (target, value) => (target.unit || "") === value,
  deadline: (target, value) => yearOf(target) === value,
  confidence: (target, value) => (value[0] === "<") === (target.confidence < Number(value.slice(1))),
};
const ANY = "*";

// The targets that fit all filters and hold all the words, in the order wanted.
function chosen(filters, words, order) {
  const asked = Object.keys(FITS).filter((name) => filters[name] !== ANY);
  const sought = plain(words).split(/\s+/).filter(Boolean);
  const found = targets.filter((target) => asked.every((name) => FITS[name](target, filters[name]))
    && sought.every((word) => target.words.includes(word)));
  return ORDERS[order] ? found.sort(ORDERS[order]) : found;
}

const collator = new Intl.Collator("zh-CN", { numeric: true });
const collated = new Map();

// Comparing names letter by letter takes long; their places in the alphabet are found once.
function rank(text) {
  if (!collated.size) {
    const names = [...new Set(targets.flatMap((target) => [target.name, target.unit || ""]))].sort(collator.compare);
    names.forEach((name, place) => collated.set(name, place));
  }
  return collated.get(text);
}

function upAndDown(name, compare) {
  return { [`${name}Up`]: compare, [`${name}Down`]: (one, two) => compare(two, one) || one.at - two.at };
}

function byDue(one, two) {
  const [first, second] = [one.due || "9999", two.due || "9999"];
  return first < second ? -1 : Number(first > second);
}

// Sorting keeps the order of the text among equals.
const ORDERS = {
  byName: (one, two) => rank(one.name) - rank(two.name),
  byUnitUp: (one, two) => rank(one.unit || "") - rank(two.unit || "") || one.value - two.value,
  byUnitDown: (one, two) => rank(one.unit || "") - rank(two.unit || "") || two.value - one.value,
  ...upAndDown("byDue", byDue),
  ...upAndDown("bySure", (one, two) => one.confidence - two.confidence),
  byNature: (one, two) => CATEGORIES.indexOf(one.category) - CATEGORIES.indexOf(two.category),
};

// What stands beside a number: how often each value occurs, in order.
function counted(values, compare) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort(compare || ((one, two) => two[1] - one[1]));
}
