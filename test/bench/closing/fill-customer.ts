import { newId } from "../../../shared/model/id.ts";
import { aCustomer, aMember, aProject, inTurn } from "../../support/given.ts";
import { fillBindings } from "../cascade/fill.ts";
import type { Customer, Place } from "../scene.ts";

/** Bindings of one member at most. */
const each = 1_000;

/** A customer whose members hold so many roles on projects that are gone: projects themselves would stand in the way. */
export async function fillCustomer(
  at: Place,
  bindings: number,
  say: (line: string) => void,
): Promise<Customer> {
  const customer = await aCustomer(at);
  const count = Math.min(each, Math.ceil(bindings / 10));
  const model = await aProject(customer);
  const projects = Array.from({ length: count }, (_, i) => ({
    id: `p-${String(i).padStart(6, "0")}`,
    key: newId("project", new Date()),
  }));
  const members = Array.from({ length: Math.ceil(bindings / count) }, (_, i) => i);
  await inTurn(members, async (i) => {
    const some = projects.slice(0, Math.min(count, bindings - i * count));
    const member = await aMember(customer, ["employee"], at);
    await fillBindings(at, customer, member, { model, projects: some }, () => {});
    if (i % 10 === 0) say(`${i} of ${members.length} members are there`);
  });
  const { owner } = customer;
  const gone = { confirm: model.id, reason: "It stood for all others" };
  const deleted = await owner.post(`${model.path}/delete`, gone);
  if (deleted.status !== 202) throw new Error(`not deleted: ${JSON.stringify(deleted.body)}`);
  return customer;
}
