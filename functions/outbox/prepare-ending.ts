import { roleOf } from "../../shared/access/decide.ts";
import { isClosed } from "../../shared/model/customer.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { isLive, roleIdsOf } from "../../shared/model/role.ts";
import { isAvailable } from "../../shared/model/user.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import type { Prepared } from "./prepare.ts";

/** The reminder of roles that end soon, at a customer or on a group of customers: of those that still do. */
export async function prepareEnding(letter: Letter): Promise<Prepared> {
  const read = await correspondence.read(letter);
  const { recipient, customer, project } = read;
  if (!recipient || !isAvailable(recipient)) return { drop: "the person is gone" };
  if (letter.customer && isGone(customer)) return { drop: "the customer is gone" };
  const roles = endingRoles(letter, read);
  if (roles.length === 0) return { drop: "it has changed meanwhile" };
  const { shown } = read.binding ?? {};
  const owners = customer ? await correspondence.ownersOf(customer.id, new Date()) : [];
  return {
    to: recipient.email,
    tags: { letter: letter.letter, event: letter.event },
    content: {
      letter: "access-ending",
      roles,
      customer: customer?.displayName,
      firstName: recipient.firstName,
      ...(letter.customerGroup && { customers: { group: read.groupName } }),
      ...(letter.project && { project: project?.displayName ?? letter.project }),
      ...(shown && "identifier" in shown && { group: shown.displayName }),
      owners: owners.filter(({ id }) => id !== recipient.id).map(({ name }) => name),
    },
  };
}

const isGone = (customer: correspondence.Read["customer"]) => !customer || isClosed(customer);

/** The roles held at this instant that end up to the end that the letter is about. */
function endingRoles({ project, until = "" }: Letter, read: correspondence.Read) {
  const held = read.binding?.roles ?? {};
  const [level, now] = [project ? "project" : "customer", new Date()] as const;
  return roleIdsOf(held).flatMap((role) => {
    const { expiresAt } = held[role] ?? {};
    if (!expiresAt || expiresAt > until || !isLive({ expiresAt }, now)) return [];
    return [{ name: roleOf(level, role, read.customRoles)?.name ?? role, until: expiresAt }];
  });
}
