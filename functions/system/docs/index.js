const methods = ["get", "post", "put", "patch", "delete"];
const find = document.querySelector("#find");
const nav = find.closest("nav");

/** Every operation of the description, in its order. */
export const operationsOf = ({ paths }) =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => methods.includes(key))
      .map((method) => ({ method, path, tag: "default", ...pick(item[method]) })),
  );

const pick = ({ operationId, summary, tags: [tag] = ["default"] }) => ({
  operationId,
  summary,
  tag,
});

/** Lists the operations by tag at the side; choosing one opens it. */
export function listOperations(operations, openOperation) {
  const byTag = Map.groupBy(operations, ({ tag }) => tag);
  for (const [tag, ofTag] of byTag) {
    const group = element("section", element("h2", tag), element("ul", ...ofTag.map(entry)));
    nav.append(group);
  }
  nav.hidden = false;
  find.addEventListener("input", () => narrow(find.value));

  function entry(operation) {
    const { method, path, summary } = operation;
    const badge = element("span", method);
    badge.className = `method ${method}`;
    const button = element("button", badge, element("span", summary ?? path));
    button.type = "button";
    button.title = `${method.toUpperCase()} ${path}`;
    button.addEventListener("click", () => openOperation(operation));
    const item = element("li", button);
    item.dataset.words = `${method} ${path} ${summary} ${operation.operationId}`.toLowerCase();
    return item;
  }
}

function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

/** Leaves the entries that hold every word typed. */
function narrow(typed) {
  const words = typed.toLowerCase().split(/\s+/);
  const entries = [...nav.querySelectorAll("li")];
  for (const item of entries)
    item.hidden = !words.every((word) => item.dataset.words.includes(word));
  for (const group of nav.querySelectorAll("section"))
    group.hidden = !group.querySelector("li:not([hidden])");
  nav.classList.toggle("searching", typed !== "");
  const shown = entries.filter((item) => !item.hidden).length;
  nav.querySelector("[role=status]").textContent = typed
    ? `${shown} of ${entries.length} operations`
    : "";
}
