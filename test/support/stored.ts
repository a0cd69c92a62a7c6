import { expect } from "vitest";
import { tableOf } from "./table.ts";

type Item = Record<string, unknown>;

/** Everything that is stored of a customer: its things, events, letters and tasks, and who is bound to it. */
export async function storedOf(customer: string, at: { dynamodb: string }): Promise<Item[]> {
  const table = tableOf(at);
  const own = [
    ...(await table.partition(`C#${customer}#`)),
    ...(await table.partition(`E#${customer}#0`)),
  ];
  const events = own.filter(({ kind }) => kind === "event");
  const reactions = await Promise.all(
    events.flatMap(({ id }) => [table.partition(`L#${id}`), table.partition(`J#${id}`)]),
  );
  const people = new Set(JSON.stringify([...own, ...reactions]).match(/usr_[0-9A-Z]{26}/g));
  const held = await Promise.all(
    [...people].flatMap((id) => [table.partition(`P#${id}`), table.partition(`U#${id}`)]),
  );
  const isOurs = ({ kind, customer: of }: Item) => kind === "user" || of === customer;
  return [...own, ...reactions.flat(), ...held.flat().filter(isOurs)];
}

/** How many of each kind there are, in which state: the same for the same history. */
export function tally(items: readonly Item[]): Record<string, number> {
  const count: Record<string, number> = {};
  for (const { kind, state, type, status } of items) {
    const name = [kind, state ?? type ?? status].filter(Boolean).join(" ");
    count[name] = (count[name] ?? 0) + 1;
  }
  return count;
}

/** What always holds between the things of a customer, whatever happened on the way. */
export function expectConsistent(items: readonly Item[], now: Date): void {
  // biome-ignore lint/suspicious/noExplicitAny: items of every kind
  const all = (kind: string) => items.filter((item) => item.kind === kind) as any[];
  const bindings = all("customer binding");
  const [owners] = all("owners");
  const places = (owners?.places ?? []).filter(
    ({ holder, until = "~" }: { holder: string; until?: string }) =>
      holder.startsWith("usr_") || until > now.toISOString(),
  );
  const open = all("invitation").filter(
    ({ state, expiresAt }) =>
      /^(pending|undeliverable)$/.test(state) && expiresAt > now.toISOString(),
  );
  const holders = [
    ...bindings.filter(({ roles }) => roles.owner).map(({ principal }) => principal),
    ...open.filter(({ roles }) => roles.includes("owner")).map(({ id }) => id),
  ];
  expect(places.map(({ holder }: { holder: string }) => holder).sort()).toEqual(holders.sort());
  for (const { n } of all("counter")) expect(n).toBe(all("project").length);
  const leaving = all("task").map(({ subject, under }) => `${subject} ${under}`);
  for (const { principal, under } of all("project binding"))
    expect([...bindings.map((one) => `${one.principal} ${one.since}`), ...leaving]).toContain(
      `${principal} ${under}`,
    );
  for (const { acceptedBy } of all("invitation").filter(({ state }) => state === "accepted"))
    expect(all("user").map(({ id }) => id)).toContain(acceptedBy);
}
