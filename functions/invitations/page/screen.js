const main = document.querySelector("main");
const sender = document.querySelector(".brand").textContent;
const status = document.querySelector("[role=status]");
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "short" });

/** Replaces what is shown by a screen, filled with facts. Whatever people typed goes in as text, never as markup. */
export function show(name, facts = {}, { focus = false } = {}) {
  const template = document.querySelector(`template[data-screen="${name}"]`);
  const screen = template.content.cloneNode(true);
  for (const list of screen.querySelectorAll("[data-each]")) fillList(list, facts);
  fill(screen, facts);
  main.replaceChildren(screen);
  document.body.dataset.door = template.dataset.door;
  const heading = main.querySelector("h1");
  document.title = `${heading.textContent} · ${sender}`;
  if (focus) heading.focus();
  else say(heading.textContent);
}

/** Tells screen readers without moving anybody. */
export function say(words) {
  status.textContent = words;
}

/** The first entry is the pattern of all; a list without entries takes its part of the page with it. */
function fillList(list, facts) {
  const entries = facts[list.dataset.each] ?? [];
  const pattern = list.firstElementChild;
  if (entries.length === 0) return list.closest("[data-part]").remove();
  list.replaceChildren(
    ...entries.map((entry) => {
      const item = pattern.cloneNode(true);
      fill(item, entry);
      return item;
    }),
  );
}

function fill(root, facts) {
  for (const choice of root.querySelectorAll("[data-if]"))
    if (!facts[choice.dataset.if]) choice.remove();
  for (const choice of root.querySelectorAll("[data-unless]"))
    if (facts[choice.dataset.unless]) choice.remove();
  for (const link of root.querySelectorAll("[data-link]")) link.href = facts[link.dataset.link];
  for (const slot of root.querySelectorAll("[data-slot]")) put(slot, facts[slot.dataset.slot]);
}

/** A filled slot is one no longer, so that entries of a list keep what they were given. */
function put(slot, fact) {
  delete slot.dataset.slot;
  if (fact instanceof Date) {
    slot.dateTime = fact.toISOString();
    slot.lang = moments.resolvedOptions().locale;
    slot.textContent = moments.format(fact);
  } else if (fact) slot.textContent = fact;
  else (slot.closest("[data-part]") ?? slot).remove();
}
