// Pictures of the targets that the filters leave, by Vega-Lite. Expressions are interpreted, because the page allows no eval.

const EMBEDDING = { mode: "vega-lite", ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: false };
const MOST_PILLARS = 20;
const MOST_MONTHS = 36;
const ROW = 28;
const SCALES = [["万亿", 1e12], ["亿", 1e8], ["万", 1e4]];
const narrow = window.matchMedia("(max-width: 40rem)");
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const pictures = { drawn: null };

// Draws what can be seen and is not drawn yet.
function showPictures() {
  if (document.body.dataset.view !== "pictures" || !window.vegaEmbed) return;
  const state = [list.shown, words, dark.matches, element("pictures").clientWidth];
  if (pictures.drawn && state.every((part, index) => part === pictures.drawn[index])) return;
  pictures.drawn = state;
  element("pictured").textContent = say("pictured", { shown: list.shown.length });
  drawByPillar();
  drawByFirmness();
  drawByDeadline();
  fillSame();
  drawAcross();
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

// Draws one picture, or hides its frame where it would show nothing.
function draw(id, spec) {
  const place = element(id);
  place.closest("figure").hidden = !spec.data.values.length;
  if (!spec.data.values.length) return;
  const muted = { labelColor: colour("muted"), titleColor: colour("muted"), titleFontWeight: "normal" };
  const axis = { ...muted, gridColor: colour("line"), domain: false, ticks: false, labelFontSize: 13, titleFontSize: 12, labelPadding: 8 };
  const legend = { ...muted, labelColor: colour("ink"), labelFontSize: 13, title: null, orient: "top", symbolType: "square", symbolSize: 120, columns: narrow.matches ? 3 : 0 };
  const font = getComputedStyle(document.body).fontFamily;
  const config = { background: null, font, axis, legend, view: { stroke: null }, bar: { cornerRadiusEnd: 0 } };
  const wide = { autosize: { type: "fit-x", contain: "padding" }, padding: 4 };
  window.vegaEmbed(place, { ...wide, ...spec, config, description: say("pictureOf", { name: place.dataset.name || "" }) }, EMBEDDING);
}

function widthOf(id) {
  return Math.max(240, element(id).clientWidth);
}

// How long names beside a picture may be.
function roomForNames(id) {
  return Math.min(320, Math.round(widthOf(id) * 0.38));
}

function byCategory(found) {
  const present = CATEGORIES.filter((category) => found.some((target) => target.category === category));
  return {
    field: "category",
    scale: { domain: present.map((category) => say(category)), range: present.map((category) => colour(`picture-${category}`)) },
  };
}

function inOrder(category) {
  return CATEGORIES.indexOf(category);
}

// How many targets of each category each group has, as rows for a picture.
function counts(found, groupOf) {
  const groups = new Map();
  for (const target of found) {
    const group = groupOf(target);
    const key = JSON.stringify([group, target.category]);
    const row = groups.get(key) || { group, category: say(target.category), order: inOrder(target.category), count: 0 };
    row.count += 1;
    groups.set(key, row);
  }
  return [...groups.values()].map((row) => ({ ...row, tip: `${row.group} · ${row.category}: ${row.count}` }));
}

const WHOLE = { format: "d", tickMinStep: 1, title: null, tickCount: 5 };

function bars(values, groups, found, across) {
  return {
    data: { values },
    mark: { type: "bar", height: { band: 0.72 } },
    encoding: {
      y: { field: "group", type: "nominal", sort: groups, axis: { title: null, labelLimit: across.room, labelColor: colour("ink") } },
      x: across.x,
      color: { type: "nominal", ...byCategory(found) },
      order: { field: "order", type: "quantitative" },
      tooltip: { field: "tip", type: "nominal" },
    },
    width: across.width,
    height: groups.length * ROW,
  };
}

function fieldOf(target) {
  const document = documents[target.document];
  const title = target.field === null ? say("noHeading") : seen(document.pillars[target.field].title);
  return documents.length > 1 ? `${title} · ${seen(document.name)}` : title;
}

function drawByPillar() {
  const ranked = counted(list.shown.map(fieldOf)).map(([field]) => field);
  const drawn = ranked.slice(0, MOST_PILLARS);
  const inThem = new Set(drawn);
  const found = list.shown.filter((target) => inThem.has(fieldOf(target)));
  const x = { field: "count", type: "quantitative", aggregate: "sum", axis: WHOLE };
  element("by-pillar-note").textContent = ranked.length > drawn.length ? say("restPillars", { rest: ranked.length - drawn.length }) : "";
  draw("by-pillar", bars(counts(found, fieldOf), drawn, found, { x, width: widthOf("by-pillar"), room: roomForNames("by-pillar") }));
}

function nameIn(target) {
  return seen(documents[target.document].name);
}

function drawByFirmness() {
  const found = list.shown.filter((target) => target.modality);
  const values = counts(found, nameIn);
  const share = (group, category) => {
    const own = found.filter((target) => nameIn(target) === group);
    return own.filter((target) => target.modality === category).length / own.length;
  };
  const shares = new Map([...new Set(found.map(nameIn))].map((name) => [name, share(name, "firm")]));
  const groups = [...shares].sort((one, two) => two[1] - one[1]).map(([name]) => name);
  const x = { field: "count", type: "quantitative", aggregate: "sum", stack: "normalize", axis: { title: null, format: "%", tickCount: 5 } };
  const sums = counted(found.map((target) => target.modality)).map(([modality, number]) => `${say(modality)} ${number}`);
  element("by-firmness-note").textContent = sums.join(say("joint"));
  draw("by-firmness", bars(values, groups, found, { x, width: widthOf("by-firmness"), room: roomForNames("by-firmness") }));
}

// The months from the first deadline to the last, or the years where those are too many.
function stretches(days) {
  const [first, last] = [days[0], days.at(-1)].map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1);
  if (last - first < MOST_MONTHS) {
    return Array.from({ length: last - first + 1 }, (_, index) => {
      const month = first + index;
      return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
    });
  }
  const [from, to] = [first, last].map((month) => Math.floor(month / 12));
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}

function drawByDeadline() {
  const found = list.shown.filter((target) => target.due);
  element("by-deadline-note").textContent = found.length < list.shown.length ? say("undated", { rest: list.shown.length - found.length }) : "";
  const periods = found.length ? stretches(found.map((target) => target.due).sort()) : [];
  const values = counts(found, (target) => target.due.slice(0, periods[0].length));
  const width = widthOf("by-deadline");
  draw("by-deadline", {
    data: { values },
    mark: { type: "bar", width: { band: 0.72 } },
    encoding: {
      x: { field: "group", type: "ordinal", scale: { domain: periods }, axis: { title: null, labelAngle: 0, labelOverlap: "greedy", labelSeparation: 12 } },
      y: { field: "count", type: "quantitative", aggregate: "sum", axis: WHOLE },
      color: { type: "nominal", ...byCategory(found) },
      order: { field: "order", type: "quantitative" },
      tooltip: { field: "tip", type: "nominal" },
    },
    width: Math.min(width, 160 + periods.length * 72),
    height: 240,
  });
}

// What several documents measure, those that most of them measure first.
function fillSame() {
  const groups = new Map();
  for (const target of list.shown) {
    if (target.same !== null) groups.set(target.same, [...(groups.get(target.same) || []), target]);
  }
  const of = (group) => new Set(group.map((target) => target.document)).size;
  const compared = [...groups].map(([same, group]) => [same, group, of(group)]).filter(([, , number]) => number > 1);
  compared.sort((one, two) => two[2] - one[2] || one[0] - two[0]);
  fill("same", compared.map(([same, group, number]) => [same, say("documentsWithIt", { name: labelOf(group), documents: number })]));
  element("across").hidden = !compared.length;
}

// What targets of one group are called, in the words that most of them use.
function labelOf(group) {
  const [target] = group;
  const [[name]] = counted(group.map((one) => seen(one.name)));
  const measure = ["growth", "decline"].includes(target.measure) ? ` · ${say(target.measure)}` : "";
  return `${name}${measure}${target.unit ? ` · ${target.unit}` : ""}`;
}

function drawAcross() {
  const found = list.shown.filter((target) => String(target.same) === element("same").value);
  if (!found.length) return;
  const most = Math.max(...found.map((target) => Math.abs(target.max ?? target.value)));
  const [scale, size] = SCALES.find(([, one]) => most >= one) || ["", 1];
  const rows = found.map((target) => ({
    group: nameIn(target), category: say(target.category), from: target.value / size, to: (target.max ?? target.value) / size,
    label: seen(target.quantity), tip: [nameIn(target), seen(target.quantity), say(target.category), target.due].filter(Boolean).join(" · "),
  }));
  const often = new Map(counted(rows.map((row) => row.group)));
  const groups = [...rows].sort((one, two) => two.to - one.to).map((row) => row.group);
  const y = { field: "group", type: "nominal", sort: [...new Set(groups)], axis: { title: null, labelLimit: roomForNames("across-picture"), labelColor: colour("ink"), grid: true } };
  const x = { field: "from", type: "quantitative", scale: { zero: false, nice: true, padding: 24 }, axis: { title: `${scale}${found[0].unit || ""}`, tickCount: 6 } };
  const color = { type: "nominal", ...byCategory(found) };
  const tooltip = { field: "tip", type: "nominal" };
  draw("across-picture", {
    data: { values: rows.map((row) => ({ ...row, label: often.get(row.group) > 1 ? "" : row.label })) },
    encoding: { y },
    layer: [
      { mark: { type: "rule", strokeWidth: 3 }, encoding: { x, x2: { field: "to" }, color } },
      { mark: { type: "point", filled: true, size: 110, opacity: 1 }, encoding: { x, color, tooltip } },
      { mark: { type: "point", filled: true, size: 110, opacity: 1 }, encoding: { x: { ...x, field: "to" }, color, tooltip } },
      { mark: { type: "text", align: "left", dx: 10, fontSize: 12, color: colour("ink") }, encoding: { x: { ...x, field: "to" }, text: { field: "label" } } },
    ],
    width: widthOf("across-picture"),
    height: new Set(groups).size * ROW,
  });
}

function keepPicturesFitting() {
  let waiting = 0;
  const again = () => { clearTimeout(waiting); waiting = setTimeout(showPictures, 150); };
  window.addEventListener("load", showPictures);
  window.addEventListener("resize", again);
  dark.addEventListener("change", again);
  element("same").addEventListener("input", drawAcross);
}
