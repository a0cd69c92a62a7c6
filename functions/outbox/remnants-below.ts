import type { Task } from "../../shared/model/outbox.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as remains from "../../shared/table/remains.ts";
import { type AccessLeft, groupOf, leftOf } from "./access-left.ts";
import { removedOf } from "./removed.ts";

/** A page of what is left over, and where it ends. */
export interface Below {
  part: "access-left" | "project-access";
  things: readonly object[];
  position: string;
}

/** Project bindings of one page: with what it takes to find them, an item stays below 16 KB. */
const bindingsAtOnce = 90;

/** Customers of one page. */
const atOnce = 25;

/** What is left over to some people, in the order of their ids, at customers where they were given nothing themselves and nothing gives them access any more. What says since when there was access goes first, with its event; what rested on it grants nothing from then on, and is found by that afterwards. */
export async function remnantsBelow(
  principals: readonly string[],
  task: Task,
  position = "",
): Promise<Below | undefined> {
  const place = placeOf(position);
  const resting = await restingOn(place);
  if (resting) return resting;
  const things: AccessLeft[] = [];
  for await (const one of leftTo(principals, place, task)) {
    const isBare = !(await restsOn(one));
    if (!isBare && things.length > 0) break;
    things.push(one);
    // What rests on it comes next, before anything else ends.
    if (!isBare) return pageOf(things, one.since);
    if (things.length === atOnce) break;
  }
  return things.length > 0 ? pageOf(things) : undefined;
}

/** How far it is: at a person and a customer, and, while there is something to take, since when there was access and the last project. */
interface Place {
  person: string;
  customer?: string | undefined;
  since?: string | undefined;
  project?: string | undefined;
}

const positionOf = ({ person, customer = "", since = "", project = "" }: Place) =>
  [person, customer, since, project].join("/");

/** A position of another form begins anew: what was seen to is not found again. */
function placeOf(position: string): Place {
  const [person = "", ...place] = position.split("/");
  const [customer, since, project] = place.map((one) => one || undefined);
  return place.length === 3 ? { person, customer, since, project } : { person: "" };
}

function pageOf(things: readonly AccessLeft[], since?: string): Below {
  const { principal: person, customer } = things.at(-1) as AccessLeft;
  return { part: "access-left", things, position: positionOf({ person, customer, since }) };
}

async function* leftTo(principals: readonly string[], { person, customer }: Place, task: Task) {
  for (const principal of principals.filter((one) => one >= person)) {
    const after = principal === person ? customer : undefined;
    const looking = { group: groupOf(task), after };
    for await (const { binding } of remains.of(principal, task.customer, looking))
      yield leftOf(binding);
  }
}

const restsOn = async ({ principal, customer, since }: AccessLeft) =>
  (await bindingLists.firstRestingOn(principal, customer, since)).length > 0;

/** A page of what rested on access that has ended: as long as it stands, there is access again. */
async function restingOn(place: Place): Promise<Below | undefined> {
  const { person, customer, since, project: after } = place;
  if (!customer || !since) return undefined;
  const binding = await bindings.onCustomerOf(customer, person);
  if (binding?.since === since) return undefined;
  const found = await bindingLists.firstRestingOn(person, customer, since, { after });
  const things = found.slice(0, bindingsAtOnce).map(removedOf);
  const last = things.at(-1);
  if (!last) return undefined;
  const position = positionOf({ ...place, project: last.project });
  return { part: "project-access", things, position };
}
