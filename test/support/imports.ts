import type { ImportedResult } from "../../shared/model/imported-line.ts";
import { newAddress, newId } from "./api.ts";
import { type Person, theAdmin } from "./given.ts";

/** A line of an import or of an export. */
export interface ImportLine {
  kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: lines of every kind
  data: any;
  // biome-ignore lint/suspicious/noExplicitAny: lines of every kind
  about?: any;
}

/** Imports lines in one request, and answers what became of each. Those for which there was no time are sent again. */
export async function importLines(
  lines: readonly unknown[],
  query = "",
  by?: Pick<Person, "post">,
): Promise<ImportedResult[]> {
  const answer = await (by ?? (await theAdmin())).post(`/v1/platform/imports${query}`, { lines });
  if (answer.status !== 200) throw new Error(`no import: ${JSON.stringify(answer.body)}`);
  const results = answer.body.results as ImportedResult[];
  const late = results.filter(({ status }) => status === "later").map(({ index }) => index);
  if (late.length === 0) return results;
  const again = await importLines(
    late.map((index) => lines[index]),
    query,
    by,
  );
  const done = new Map(again.map((one, i) => [late[i], { ...one, index: late[i] as number }]));
  return results.map((one) => done.get(one.index) ?? one);
}

export const statusesOf = (results: readonly ImportedResult[]) =>
  results.map(({ status }) => status);

/** A line of every kind, all of one new customer and one below it, in an order in which each rests on those before it. */
export function aWholeCustomer() {
  const [id, branch] = [newId("moved"), newId("moved")];
  const [ada, grace] = [newAddress("ada"), newAddress("grace")];
  const customer = { customer: id };
  const people = { email: ada, firstName: "Ada", lastName: "Lovelace" };
  const device = { ...customer, things: "devices", externalId: "meter-1" };
  const lines: ImportLine[] = [
    { kind: "customer", data: { id, displayName: "Moved Ltd", phone: "030 1234567" } },
    { kind: "customer", data: { id: branch, displayName: "Branch", parentId: id } },
    {
      kind: "custom-role",
      data: { ...customer, id: "auditor", name: "Auditor", permissions: ["customer.events.view"] },
    },
    { kind: "group", data: { ...customer, identifier: "night", displayName: "Night shift" } },
    { kind: "member", data: { ...customer, ...people, roles: [{ role: "owner" }] } },
    {
      kind: "member",
      data: { ...customer, email: grace, roles: [{ role: "employee" }, { role: "auditor" }] },
    },
    { kind: "group-role", data: { ...customer, group: "night", roles: [{ role: "employee" }] } },
    { kind: "group-member", data: { ...customer, group: "night", email: grace } },
    { kind: "customer-group", data: { ...customer, displayName: "Branches" } },
    { kind: "grouped-customer", data: { ...customer, customerGroup: "Branches", child: branch } },
    {
      kind: "customer-group-member",
      data: {
        ...customer,
        customerGroup: "Branches",
        group: "night",
        roles: [{ role: "employee" }],
      },
    },
    {
      kind: "customer-group-member",
      data: { ...customer, customerGroup: "all", email: grace, roles: [{ role: "auditor" }] },
    },
    { kind: "project", data: { ...customer, id: "website", displayName: "Website" } },
    {
      kind: "tenant",
      data: { ...customer, project: "website", platform: "aws", identifier: newId("account") },
    },
    {
      kind: "project-member",
      data: { ...customer, project: "website", email: grace, roles: [{ role: "user" }] },
    },
    {
      kind: "project-group-role",
      data: { ...customer, project: "website", group: "night", roles: [{ role: "reader" }] },
    },
    { kind: "thing-group", data: { ...customer, things: "devices", name: "Roof" } },
    {
      kind: "thing",
      data: { ...device, name: "Meter", attributes: { volts: 230 }, groups: ["Roof"] },
    },
    { kind: "thing", data: { ...customer, things: "assets", name: "House" } },
    {
      kind: "thing",
      data: {
        ...customer,
        things: "entity-views",
        name: "Volts",
        thing: "devices/meter-1",
        shows: ["volts"],
      },
    },
    { kind: "thing", data: { ...customer, things: "dashboards", name: "Board" } },
  ];
  return { id, branch, ada, grace, path: `/v1/customers/${id}`, lines };
}
