import { setTimeout as wait } from "node:timers/promises";
import type { Person } from "../../support/given.ts";
import type { Customer } from "../scene.ts";

interface Removal {
  customer: Customer;
  person: Pick<Person, "id">;
  say: (line: string) => void;
  /** Called whenever somebody looks, with what is removed so far. */
  meanwhile?: (removed: number) => Promise<void>;
}

/** Takes somebody's access through the API and waits for the cascade; answers how long that took. */
export async function removeMember({ customer, person, say, meanwhile }: Removal) {
  const { owner, path } = customer;
  const removal = await owner.delete(`${path}/members/${person.id}`, { "if-match": "*" });
  const id = removal.body.operation as string;
  if (!id) throw new Error(`not removed: ${JSON.stringify(removal.body)}`);
  for (let told = 0; ; ) {
    const { state, removed, startedAt, doneAt } = (await owner.get(`/v1/operations/${id}`)).body;
    const seconds = (Date.parse(doneAt) - Date.parse(startedAt)) / 1000;
    if (state === "done") return { id, seconds, removed: removed as number };
    if (removed >= told + 5_000) {
      told = removed;
      say(`${removed} removed by the cascade`);
    }
    await meanwhile?.(removed);
    await wait(200);
  }
}
