import type { InnerCall } from "../../shared/lambda/inner-call.ts";
import { isClosed } from "../../shared/model/customer.ts";
import type { ImportedData } from "../../shared/model/imported-line.ts";
import { Refusal, type RefusalCode } from "../../shared/model/refusal.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as customers from "../../shared/table/customers.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import * as projects from "../../shared/table/projects.ts";
import * as tenants from "../../shared/table/tenants.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import type { Importing, ImportKind, Line } from "./importing.ts";
import { customerAt, customerGroupAt, customerGroupKey, projectAt } from "./needs.ts";
import { made, type Outcome, there } from "./outcome.ts";

const taken: readonly RefusalCode[] = ["identifier_taken", "name_taken"];

/** Makes a record unless there is one by its natural key, which the table keeps unique: whoever comes second finds what the first made. */
export async function once(
  line: Line<object>,
  importing: Importing,
  find: () => Promise<object | undefined>,
  call: InnerCall,
): Promise<Outcome> {
  const found = await find();
  if (found) return there(line.data, found);
  try {
    return made(await importing.call(line.raw, call), "created");
  } catch (error) {
    const isTaken = error instanceof Refusal && taken.includes(error.code);
    const other = isTaken ? await find() : undefined;
    if (!other) throw error;
    return there(line.data, other);
  }
}

/** A customer, at the top or below another. */
export const customer: ImportKind<ImportedData<"customer">> = {
  keyOf: ({ id }) => id,
  needs: ({ parentId }) => (parentId === undefined ? [] : [customerAt(parentId)]),
  take: (line, importing) => {
    const { parentId, ...body } = line.data;
    const call =
      parentId === undefined
        ? { call: "customers.createFor", body: { ...body, people: [] } }
        : { call: "customers.create", body: line.data };
    return once(line, importing, () => openCustomer(body.id), call);
  },
};

/** The ids of closed customers are never given again. */
async function openCustomer(id: string) {
  const [found] = await customers.byIds([id]);
  if (found && isClosed(found))
    throw new Refusal("identifier_taken", `The customer ${id} was closed: its id stays with it.`);
  return found;
}

/** A role of a customer's own: whatever it is made of, it lets one see the customer. */
export const customRole: ImportKind<ImportedData<"custom-role">> = {
  keyOf: (data) => `${data.customer}/${data.id}`,
  needs: (data) => [customerAt(data.customer)],
  take: (line, importing) => {
    const { customer, ...body } = line.data;
    const permissions = [...new Set(["customer.view", ...body.permissions])];
    const find = async () => {
      const { roles = {} } = (await customRoles.read(customer)) ?? {};
      return Object.hasOwn(roles, body.id) ? { ...roles[body.id], customer } : undefined;
    };
    const call = { call: "customRoles.create", params: { customer }, body };
    return once({ ...line, data: { ...line.data, permissions } }, importing, find, call);
  },
};

/** A group of people. */
export const group: ImportKind<ImportedData<"group">> = {
  keyOf: (data) => `${data.customer}/${data.identifier}`,
  needs: (data) => [customerAt(data.customer)],
  take: (line, importing) => {
    const { customer, ...body } = line.data;
    const find = () => userGroups.byIdentifier(customer, body.identifier);
    return once(line, importing, find, { call: "groups.create", params: { customer }, body });
  },
};

/** A group of the customers below one. */
export const customerGroup: ImportKind<ImportedData<"customer-group">> = {
  keyOf: (data) => customerGroupKey(data.customer, data.displayName),
  needs: (data) => [customerAt(data.customer)],
  take: (line, importing) => {
    const { customer, ...body } = line.data;
    const find = () => customerGroups.byName(customer, body.displayName);
    const call = { call: "customerGroups.create", params: { customer }, body };
    return once(line, importing, find, call);
  },
};

/** A customer in a group of the one right above it. */
export const groupedCustomer: ImportKind<ImportedData<"grouped-customer">> = {
  keyOf: (data) => `${customerGroupKey(data.customer, data.customerGroup)}/${data.child}`,
  needs: (data) => [
    customerAt(data.customer),
    customerGroupAt(data.customer, data.customerGroup),
    customerAt(data.child),
  ],
  take: async ({ data, raw }, importing) => {
    const { customer, customerGroup, child: id } = data;
    const [named, { child, groups }] = await Promise.all([
      customerGroups.byName(customer, customerGroup),
      groupedCustomers.readChild(id, customer),
    ]);
    if (!named) throw new Refusal("not_found");
    if (child?.parentId === customer && groups.has(named.id)) return { status: "unchanged", id };
    const params = { customer, customerGroup: named.id, child: id };
    return made(
      await importing.call(raw, { call: "customerGroups.addCustomer", params }),
      "created",
    );
  },
};

export const project: ImportKind<ImportedData<"project">> = {
  keyOf: (data) => `${data.customer}/${data.id}`,
  needs: (data) => [customerAt(data.customer)],
  take: (line, importing) => {
    const { customer, ...body } = line.data;
    const find = async () => (await projects.byIds(customer, [body.id]))[0];
    return once(line, importing, find, { call: "projects.create", params: { customer }, body });
  },
};

/** What a project has in a cloud platform: a customer has it once, in whichever project. */
export const tenant: ImportKind<ImportedData<"tenant">> = {
  keyOf: (data) => `${data.customer}/${data.platform}/${data.identifier}`,
  needs: (data) => [customerAt(data.customer), projectAt(data.customer, data.project)],
  take: (line, importing) => {
    const { customer, project, ...body } = line.data;
    const find = async () => {
      const id = await tenants.idOf(line.data);
      const [its] = id ? await projects.byIds(customer, [project]) : [];
      return id && { id, ...(its && (await tenants.byId(customer, its.key, id))) };
    };
    const call = { call: "tenants.create", params: { customer, project }, body };
    return once(line, importing, async () => (await find()) || undefined, call);
  },
};
