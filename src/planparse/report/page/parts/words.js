// What the page says, in Chinese or in English.

let words = page.words[(navigator.language || "").toLowerCase().startsWith("zh") ? "zh" : "en"];

function say(name, filled = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, key) => filled[key]);
}

function switchLanguage() {
  words = words === page.words.zh ? page.words.en : page.words.zh;
}

function element(id) {
  return document.getElementById(id);
}

// Fills all fixed words of the page.
function sayEverything() {
  document.documentElement.lang = say("language");
  for (const named of document.querySelectorAll("[data-word]")) named.textContent = say(named.dataset.word);
  for (const named of document.querySelectorAll("[data-label]")) named.setAttribute("aria-label", say(named.dataset.label));
  for (const field of document.querySelectorAll("[data-hint]")) field.placeholder = say(field.dataset.hint);
  const title = documents.length === 1 ? titleOf(documents[0]) : say("severalDocuments", { documents: documents.length });
  document.title = title;
  element("title").textContent = title;
  const about = { documents: documents.length, targets: targets.length, made: page.made };
  element("about").textContent = say("about", about);
}

// An element with text, and with others in it.
function make(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

// Scrolls an element into the middle, and again when what has come into view on the way has got its real height.
function bringIntoView(shown, again = 2) {
  shown.scrollIntoView({ block: "center" });
  if (again) requestAnimationFrame(() => bringIntoView(shown, again - 1));
}

// Says it to people who do not see the page, too.
function announce(message) {
  const said = element("said");
  said.textContent = message;
  said.classList.add("shown");
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => said.classList.remove("shown"), 4000);
}
