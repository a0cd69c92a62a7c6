import { newId } from "./api.ts";
import type { Person } from "./given.ts";

/** A customer that somebody creates below another. */
export async function aCustomerBelow(
  { id: parentId }: { id: string },
  by: Person,
  { id = newId(), ...more }: { id?: string; owner?: string } = {},
) {
  const body = { id, displayName: `Customer ${id}`, parentId, ...more };
  const answer = await by.post("/v1/customers", body);
  if (answer.status !== 201) throw new Error(`no sub-customer: ${JSON.stringify(answer.body)}`);
  return { id, path: `/v1/customers/${id}`, owner: by };
}

/** A customer on some level below another, which stands on the first. */
export async function aCustomerOnLevel(level: number, top: { id: string; owner: Person }) {
  let last = await aCustomerBelow(top, top.owner);
  for (let i = 3; i <= level; i++) last = await aCustomerBelow(last, top.owner);
  return last;
}
