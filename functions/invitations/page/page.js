import { say, show } from "./screen.js";
import { ask } from "./talk.js";
import { factsOf, skippedOf, troubleOf } from "./words.js";

const screens = {
  pending: "pending",
  undeliverable: "undeliverable",
  accepted: "accepted-before",
  declined: "declined-before",
  expired: "expired",
  revoked: "revoked",
};

const tokenOf = (hash) => hash.slice(1).trim();
const isWhole = (token) => /^[^.]+\.[^.]+\.[^.]+$/.test(token);

let token = "";
let facts = {};
let busy = false;

/** Looks at the invitation; nothing else happens before a click. */
async function open(options) {
  const asked = tokenOf(location.hash);
  token = asked;
  if (!isWhole(asked)) return show("incomplete", {}, options);
  show("loading", {}, options);
  const answer = await ask("preview", asked);
  if (asked === token) showPreview(answer, options);
}

function showPreview(answer, options) {
  const { status, body } = answer;
  if (status === 404 || status === 400) return show("unknown", {}, options);
  if (status !== 200)
    return show("trouble", { trouble: troubleOf(answer), requestId: body.requestId }, options);
  facts = factsOf(body);
  show(screens[body.state] ?? "unknown", facts, options);
}

/** Sends the choice; a second click while the first is on its way does nothing. */
async function choose(verb, button) {
  if (busy) return;
  busy = true;
  notice("");
  const asked = token;
  const free = occupy(button);
  const answer = await ask(verb, asked);
  if (asked === token) await outcomes[verb](answer);
  free();
  busy = false;
}

const focused = { focus: true };
const outcomes = {
  accept(answer) {
    const { status, body } = answer;
    if (status !== 200) return refused(answer, "impossible");
    show("accepted", { ...facts, skipped: skippedOf(body, facts) }, focused);
  },
  decline(answer) {
    if (answer.status !== 200) return refused(answer, "revoked");
    show("declined", facts, focused);
  },
};

/** What is so now counts more than why the choice came too late. */
async function refused(answer, otherwise) {
  const { status, body } = answer;
  if (status === 404) return show("unknown", {}, focused);
  if (/^customer_(disabled|closing)$/.test(body.code)) return notice(pausedWords());
  if (status !== 409) return notice(`${troubleOf(answer)} It is safe to choose again.`);
  const now = await ask("preview", token);
  const screen = now.status === 200 ? screens[now.body.state] : undefined;
  const ended = screen && screen !== "pending" && screen !== "revoked";
  show(ended ? screen : otherwise, { ...facts, detail: body.detail ?? body.title }, focused);
}

const pausedWords = () =>
  `${facts.customer} is paused at the moment, so nobody can join. Your invitation stays open: please try again later.`;

function notice(words) {
  const place = document.querySelector("main [role=alert]");
  place.textContent = words;
  place.hidden = !words;
}

/** Shows that a choice is on its way, and answers how to undo that. The buttons keep the focus. */
function occupy(button) {
  const buttons = document.querySelectorAll("main > .actions button");
  const words = button.textContent;
  for (const each of buttons) each.setAttribute("aria-disabled", "true");
  button.textContent = button.dataset.busy;
  say(button.dataset.busy);
  return () => {
    for (const each of buttons) each.removeAttribute("aria-disabled");
    button.textContent = words;
  };
}

const dialog = () => document.querySelector("main dialog");
const button = (what) => document.querySelector(`main [data-do="${what}"]`);
const actions = {
  accept: () => choose("accept", button("accept")),
  consider: () => busy || dialog().showModal(),
  keep: () => dialog().close(),
  decline() {
    dialog().close();
    choose("decline", button("consider"));
  },
  retry: () => open(focused),
};

document.addEventListener("click", ({ target }) => {
  actions[target.closest("[data-do]")?.dataset.do]?.();
});
addEventListener("hashchange", () => open(focused));
open();
