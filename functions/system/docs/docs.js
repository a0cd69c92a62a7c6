import { listOperations, operationsOf } from "./index.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const followScheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", followScheme);
followScheme();

/** What is drawn late would push the place away that the address names: stays there until the reader does something. */
function stayAt(place) {
  const drawing = new ResizeObserver(() => place.scrollIntoView());
  drawing.observe(document.querySelector("#operations"));
  for (const act of ["wheel", "pointerdown", "keydown", "touchstart"])
    addEventListener(act, () => drawing.disconnect(), { once: true });
}

/** From 150 rows on the viewer draws those in sight alone, and nothing that the page could lead to: tag by tag it draws them all. */
const tagByTag = () => ({
  wrapComponents: {
    operations:
      (Operations, { React }) =>
      (props) => {
        const tagged = props.specSelectors.taggedOperations();
        const ofTag = (tag) => ({
          ...props.specSelectors,
          taggedOperations: () => tagged.filter((_, name) => name === tag),
        });
        const each = (tag) =>
          React.createElement(Operations, { ...props, key: tag, specSelectors: ofTag(tag) });
        return React.createElement("div", null, tagged.keySeq().toArray().map(each));
      },
  },
});

/** Shows the description; the viewer asks nobody else about it. */
function draw(spec) {
  const viewer = SwaggerUIBundle({
    spec,
    dom_id: "#operations",
    deepLinking: true,
    defaultModelsExpandDepth: -1,
    // Hundreds of operations take seconds to draw.
    docExpansion: "none",
    displayRequestDuration: true,
    validatorUrl: null,
    plugins: [tagByTag],
  });
  const named = document.querySelector(":target");
  if (named) stayAt(named);
  listOperations(operationsOf(spec), ({ tag, operationId }) => {
    viewer.layoutActions.show(["operations-tag", tag], true);
    viewer.layoutActions.show(["operations", tag, operationId], true);
    const address = `#/${tag}/${operationId}`;
    history.replaceState(null, "", address);
    goTo(address);
  });
}

/** The viewer names its places in a way of its own, but links to each of them, once it has drawn it. */
function goTo(address) {
  const place = document.querySelector(`#operations a[href="${address}"]`)?.closest(".opblock");
  if (!place) return requestAnimationFrame(() => goTo(address));
  place.scrollIntoView();
  place.querySelector("button").focus({ preventScroll: true });
}

try {
  const response = await fetch("openapi.json");
  if (!response.ok) throw new Error(String(response.status));
  draw(await response.json());
} catch {
  document.querySelector(".away").hidden = false;
}
