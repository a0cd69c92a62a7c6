import type { Task } from "../../shared/model/outbox.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as remains from "../../shared/table/remains.ts";
import { type AccessLeft, leftOf } from "./access-left.ts";
import { besidesAt } from "./of-group.ts";
import { type Removed, removedOf } from "./removed.ts";
import { resting } from "./resting.ts";

/** A page of what is left over, and where it ends. */
export interface Remnants {
  part: "access-left" | "project-access";
  things: readonly object[];
  position: string;
}

/** Project bindings of one page, and customers: with what it takes to find them, an item stays below 16 KB. */
const bindingsAtOnce = 70;
const atOnce = 20;

/** What is left over to some people, in the order of their ids, at customers where they hold nothing themselves and nothing gives them access any more; where the subject of the task itself lost it, that was seen to already. What says since when there was access goes first, with its event; what rested on it grants nothing from then on, and is found by that afterwards. */
export async function remnants(
  principals: readonly string[],
  task: Task,
  position = "",
): Promise<Remnants | undefined> {
  const place = placeOf(position);
  const found = await restingOn(place);
  if (found) return found;
  const things: AccessLeft[] = [];
  for await (const one of leftTo(principals, place, task)) {
    things.push(one);
    if (things.length === atOnce) break;
  }
  const last = things.at(-1);
  if (!last) return undefined;
  const { principal: person, customer } = last;
  return { part: "access-left", things, position: positionOf({ person, customer, ended: things }) };
}

/** How far it is: at a person and a customer, and, while there is something to take, what ended, and the last project of the first of it. */
interface Place {
  person: string;
  customer?: string | undefined;
  project?: string | undefined;
  ended: readonly AccessLeft[];
}

const positionOf = ({ person, customer = "", project = "", ended }: Place) =>
  [person, customer, project, ...ended.map((one) => fieldsOf(one).join(","))].join("/");

const fieldsOf = ({ principal, customer, since }: AccessLeft) => [principal, customer, since];

/** A position of another form begins anew: what was seen to is not found again. */
function placeOf(position: string): Place {
  const [person = "", customer, project, ...rest] = position.split("/");
  const ended = rest.map((one) => one.split(",")).flatMap(endedOf);
  if (project === undefined || ended.length < rest.length) return { person: "", ended: [] };
  return { person, customer: customer || undefined, project: project || undefined, ended };
}

const endedOf = ([principal, customer, since]: string[]): AccessLeft[] =>
  principal && customer && since ? [{ id: customer, principal, customer, since }] : [];

async function* leftTo(principals: readonly string[], { person, customer }: Place, task: Task) {
  const besides = (at: string) => besidesAt(at, task);
  for (const principal of principals.filter((one) => one >= person)) {
    const after = principal === person ? customer : undefined;
    const seenTo = principal === task.subject ? task.customer : undefined;
    for await (const { binding } of remains.of(principal, seenTo, { besides, after }))
      yield leftOf(binding);
  }
}

/** A page of what rested on access that has ended: as long as it stands, there is access again. */
async function restingOn(place: Place): Promise<Remnants | undefined> {
  const things: Removed[] = [];
  const pageTo = (to: Pick<Place, "ended" | "project">): Remnants => ({
    part: "project-access",
    things,
    position: positionOf({ ...place, ...to }),
  });
  for (const [i, one] of place.ended.entries()) {
    const binding = await bindings.onCustomerOf(one.customer, one.principal);
    if (binding?.since === one.since) continue;
    for await (const { project, ...rest } of resting(one, i === 0 ? place.project : undefined)) {
      things.push(removedOf({ ...rest, project }, things.length));
      if (things.length === bindingsAtOnce) return pageTo({ ended: place.ended.slice(i), project });
    }
  }
  return things.length > 0 ? pageTo({ ended: [], project: undefined }) : undefined;
}
