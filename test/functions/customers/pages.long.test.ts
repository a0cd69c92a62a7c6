import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import { aPerson, type Person } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

const idsOf = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);

const found = (person: Person, id: string) => person.post("/v1/customers", { id, displayName: id });

test("lists customers in the order of their ids, page by page", async () => {
  const person = await aPerson(undefined, host);
  const name = newId();
  const ids = [name, `${name}-x`, `${name}1`];
  for (const id of [...ids].reverse()) await found(person, id);
  const first = await person.get("/v1/customers?limit=2");
  const second = await person.get(`/v1/customers?limit=2&cursor=${first.body.nextCursor}`);
  expect([idsOf(first), idsOf(second)]).toEqual([ids.slice(0, 2), ids.slice(2)]);
  expect(second.body.nextCursor).toBeUndefined();
});

test("reaches the last one, however many somebody has access to", async () => {
  const person = await aPerson(undefined, host);
  const last = newId("zz");
  await found(person, last);
  const principal = person.id;
  const binding = await tableOf(host).get(keys["customer binding"]({ principal, customer: last }));
  const others = Array.from({ length: 305 }, (_, i) => `aa-${i}`);
  await Promise.all(
    others.map((customer) =>
      tableOf(host).put({
        ...binding,
        customer,
        ...keys["customer binding"]({ principal, customer }),
      }),
    ),
  );
  let cursor = "";
  let pages = 0;
  const listed: string[] = [];
  do {
    const { body } = await person.get(`/v1/customers?limit=100${cursor}`);
    listed.push(...idsOf({ body }));
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
    pages++;
  } while (cursor && pages < 10);
  expect([listed, pages]).toEqual([[last], 4]);
});
