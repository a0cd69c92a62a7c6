import { setTimeout as wait } from "node:timers/promises";
import { close } from "../../support/closing.ts";
import type { KillableHost } from "../cascade/killable-host.ts";
import type { Customer } from "../scene.ts";

interface Closing {
  host: KillableHost;
  customer: Customer;
  say: (line: string) => void;
  /** What happens about once a second. */
  meanwhile?: () => void;
  /** What hits the host, one after the other, while members lose what they hold. */
  blows?: readonly (() => Promise<unknown>)[];
}

/** Closes a customer through the API; answers after how many milliseconds nobody had access, and after how many seconds all was done. */
export async function closeCustomer({ customer, say, meanwhile, blows = [] }: Closing) {
  const { owner, path } = customer;
  const total = await membersOf(customer);
  const began = performance.now();
  const { status, body } = await close(owner, customer);
  const seen = await owner.get(path);
  if (status !== 200 || seen.status !== 404)
    throw new Error(`not closed: ${seen.status}, ${JSON.stringify(body)}`);
  const accessEnded = performance.now() - began;
  let hit = 0;
  for (let turn = 0; ; turn++) {
    const { state, removed, failure } = (await owner.get(`/v1/operations/${body.id}`)).body;
    if (state === "failed") throw new Error(failure);
    if (state === "done")
      return { accessEnded, seconds: (performance.now() - began) / 1000, blows: hit };
    if (turn % 50 === 0) say(`${removed} of ${total} members seen to, killed ${hit} times`);
    if (turn % 5 === 0) meanwhile?.();
    const blow = removed >= (total / (blows.length + 1)) * hit && blows[hit];
    if (blow) {
      await blow();
      hit += 1;
    }
    await wait(200);
  }
}

async function membersOf({ owner, path }: Customer) {
  let total = 0;
  for (let cursor = ""; ; ) {
    const { body } = await owner.get(`${path}/members?limit=100${cursor && `&cursor=${cursor}`}`);
    total += body.items.length;
    if (!body.nextCursor) return total;
    cursor = body.nextCursor;
  }
}
