import { definedIn, type RoleBook } from "../model/custom-role.ts";
import { CustomerGroupBinding } from "../model/customer-group.ts";
import { allCustomers, platform } from "../model/id.ts";
import type { Letter } from "../model/outbox.ts";
import { ownerIds } from "../model/owners.ts";
import { type HeldRoles, ownersNamed } from "../model/role.ts";
import { contactsAlong } from "../model/seen-customer.ts";
import { nameOf as fullName } from "../model/user.ts";
import type { StoredUserGroup } from "../model/user-group.ts";
import * as apiUsers from "./api-users.ts";
import * as bindings from "./bindings.ts";
import { get, getMany, type Item } from "./client.ts";
import { TooEarly } from "./commit.ts";
import * as customRoles from "./custom-roles.ts";
import * as customerGroups from "./customer-groups.ts";
import * as customers from "./customers.ts";
import { ownersIn, scopeOf } from "./facts-scope.ts";
import { wantedFor } from "./facts-wanted.ts";
import { gather } from "./gather.ts";
import { letInBy } from "./let-in-by.ts";
import * as projects from "./projects.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** A transaction shows item by item: for this many milliseconds a letter may be read before what it speaks of. */
const settles = 2_000;

/** True of a letter that may be read before what came with it. */
export const mayBeEarly = ({ createdAt }: Pick<Letter, "createdAt">) =>
  Date.now() - Date.parse(createdAt) < settles;

/** Has a letter wait that is read before what it came with. */
function mustShow(
  said: Letter,
  held: { version: number } | undefined,
  project: { version: number } | undefined,
): void {
  const { letter, version } = said;
  if (!mayBeEarly(said)) return;
  const isGranting = letter === "access-granted" || letter === "roles-changed";
  if (isGranting && (held?.version ?? 0) < version) throw new TooEarly("binding");
  const isDeclined = letter === "project-deletion-declined";
  if (isDeclined && project && project.version < version) throw new TooEarly("project");
}

/** Letters about a project speak of project roles, the others of customer roles. */
const bookOwner = ({ project, customer = "-" }: Letter) => (project ? platform : customer);
const rolesIn = ({ project }: Letter, book: RoleBook | undefined) =>
  project ? definedIn(undefined, book) : definedIn(book);

/** Roles of customers above are known by their full names. */
const namedIn = (letter: Letter, book: RoleBook | undefined, held: HeldRoles = {}) =>
  customRoles.withAbove(
    rolesIn(letter, book),
    ownersNamed([...(letter.before ?? []), ...(letter.after ?? []), ...Object.keys(held)]),
  );

/** Whether the person is in the group that a letter tells of; and its record, where no binding shows what it is called. */
function throughKeys({ recipient, through: group, customerGroup }: Letter) {
  if (!group) return [];
  const membership = keys.membership({ principal: recipient, group });
  return customerGroup ? [membership, keys["user group"]({ group })] : [membership];
}

/** Everything that a letter to a person speaks of, as it is now. */
export async function read(letter: Letter) {
  const { recipient, actor, customer = "-", project = "-", loser = "-", through } = letter;
  const { customerGroup } = letter;
  const principal = through ?? recipient;
  const owner = letter.customer ?? platform;
  const [
    recipientItem,
    actorItem,
    lostRight,
    customerItem,
    customerBinding,
    projectItem,
    projectBinding,
    book,
    groupBinding,
    groupRecord,
    membership,
    throughGroup,
  ] = await getMany([
    keys.user({ user: recipient }),
    keys.user({ user: actor }),
    keys.user({ user: loser }),
    keys.customer({ customer }),
    keys["customer binding"]({ principal, customer }),
    keys.project({ customer, project }),
    keys["project binding"]({ principal, customer, project }),
    keys["custom roles"]({ owner: bookOwner(letter) }),
    keys["customer group binding"]({ principal, owner }),
    keys["customer group"]({ group: customerGroup ?? "-" }),
    ...throughKeys(letter),
  ]);
  const told = users.parse(recipientItem);
  const letIn = await letInBy(told, letter);
  const onCustomer = bindings.parse(customerItem && customerBinding);
  const onProject = bindings.parseProject(projectBinding);
  const found = projects.parse(projectItem);
  const counts = onProject?.under === onCustomer?.since && onProject?.projectKey === found?.key;
  const shown = userGroups.parse(throughGroup);
  const onGroup = heldOnGroup(customerGroup, groupBinding, groupRecord, shown);
  const held = spokenOf(letter, { onCustomer, onProject: counts ? onProject : undefined, onGroup });
  const kept = through && !membership ? undefined : held;
  mustShow(letter, held, found);
  return {
    recipient: told,
    actor: users.parse(actorItem) ?? apiUsers.parse(actorItem),
    lostRight: users.parse(lostRight) ?? apiUsers.parse(lostRight),
    customer: customers.parse(customerItem),
    /** What the group of customers is called on which the roles are held. */
    groupName: customerGroups.parse(groupRecord)?.displayName ?? letter.name,
    project: found,
    /** What the letter speaks of: a project binding only while it counts. */
    binding: letter.project && found?.status !== "active" ? undefined : kept,
    /** The same, and of a project that is about to be deleted what counts again if that is declined. */
    kept,
    /** True of whoever the letter does not tell of a group, and of its members. */
    isMember: !through || membership !== undefined,
    /** The other roles of the level that the letter speaks of. */
    customRoles: await namedIn(letter, customRoles.parse(book), held?.roles),
    ...letIn,
  };
}

/** The roles that a letter speaks of: on a group of customers, a project or the customer. */
function spokenOf<C, P, G>(
  { customerGroup, project }: Letter,
  { onCustomer, onProject, onGroup }: { onCustomer: C; onProject: P; onGroup: G },
): C | P | G {
  if (customerGroup) return onGroup;
  return project ? onProject : onCustomer;
}

/** What somebody, or their group, holds on a group of customers that is still there. */
function heldOnGroup(
  group: string | undefined,
  item: Item | undefined,
  record: Item | undefined,
  shown: StoredUserGroup | undefined,
) {
  const bound = item && CustomerGroupBinding().parse(item);
  const roles = group ? bound?.roles[group] : undefined;
  const isThere = group === allCustomers || record !== undefined;
  return bound && roles && isThere ? { roles, version: bound.version, shown } : undefined;
}

export type Read = Awaited<ReturnType<typeof read>>;

/** Id and name of the live owners of a customer, or of the nearest one above it that has some; read by keys alone, as the mailer may. */
export async function ownersOf(customer: string, now: Date) {
  const about = { customer, withOwners: true };
  const find = await gather((known) => wantedFor(about, known));
  const places = scopeOf(about, find).ids.map((id) => ownersIn(id, find));
  const ids = [...new Set(places.flatMap(ownerIds))];
  const people = ids.flatMap((user) => users.parse(find(keys.user({ user }))) ?? []);
  return contactsAlong(places, people, now);
}

/** What people call a principal: a person by name, a group or an API user by its display name. */
export async function nameOf(principal: string, customer: string | undefined) {
  const item = await get(keys.user({ user: principal }));
  const user = item?.kind === "user" ? users.parse(item) : undefined;
  if (user) return fullName(user);
  const isHere = item?.customer === customer;
  return isHere && item ? String(item.displayName) : undefined;
}
