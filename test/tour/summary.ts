type Body = Record<string, unknown>;

/** What an answer says, in a few words: the first of these that fits. */
const ways: [is: (body: Body) => unknown, says: (body: Body) => string][] = [
  [
    ({ blockers, code }) => code && blockers,
    ({ blockers }) =>
      `in the way: ${(blockers as Body[]).map(({ kind, id }) => `${kind} ${id}`).join(", ")}`,
  ],
  [({ code }) => code, ({ detail }) => String(detail)],
  [
    ({ needed }) => needed,
    ({ state, needed, approvals }) =>
      `${state}, ${(approvals as unknown[]).length} of ${needed} agreed`,
  ],
  [
    ({ failing }) => failing,
    ({ allowed, failing }) =>
      allowed ? "yes" : `no: ${all(failing, "role")} does not count any more`,
  ],
  [({ preview }) => preview, ({ preview }) => ends((preview as Body).items, "would go")],
  [({ items }) => (items as Body[])?.[0]?.code, ({ items }) => ends(items, "deleted")],
  [({ kind, state }) => kind && state, ({ id, state }) => `${id}, ${state}`],
  [({ created }) => created !== undefined, ({ created }) => `${created} created`],
  [({ items }) => items, ({ items }) => all(items, hasNames(items) ? "name" : "id")],
  [({ operation }) => operation, ({ operation }) => `started ${operation}`],
  [
    ({ customer, state }) => customer && state,
    ({ customer, state }) => `${nameOf(customer)}, ${state}`,
  ],
  [
    ({ principal }) => principal,
    ({ principal, roles }) => (roles ? all(roles, "role") : String((principal as Body).email)),
  ],
  [({ displayName }) => displayName, ({ displayName, id }) => `${displayName}, with the id ${id}`],
  [({ roles, id }) => roles && id, ({ roles }) => all(roles, "role")],
];

export function summaryOf(body: Body): string {
  const way = ways.find(([is]) => is(body));
  return way ? way[1](body) : [body.firstName, body.lastName, body.email].filter(Boolean).join(" ");
}

/** What becomes, or became, of each customer, and what goes with it. */
const ends = (items: unknown, goes: string) =>
  (items as Body[])
    .map(({ id, code, with: other, counts }) => {
      const end = code === "deleted" ? goes : code;
      const of = countsOf((counts ?? {}) as Counts);
      return `${id} ${end}${other ? ` with ${other}` : ""}${of && ` (${of})`}`;
    })
    .join("; ");

type Counts = Record<string, { count: number }>;

const countsOf = (counts: Counts) =>
  Object.entries(counts)
    .filter(([, { count }]) => count > 0)
    .map(([what, { count }]) => `${what}: ${count}`)
    .join(", ");

/** Things are called by their names, everything else by an id that somebody chose. */
const hasNames = (items: unknown) => (items as Body[]).some(({ name }) => name);

const all = (items: unknown, name: string) =>
  (items as Body[]).map((item) => item[name]).join(", ") || "nothing";

const nameOf = (customer: unknown) =>
  typeof customer === "string" ? customer : (customer as Body).displayName;
