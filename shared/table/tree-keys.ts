/** The ids that a key is made of. */
export type Of<Names extends string> = Record<Names, string>;

/** Keys of customers below customers, and of groups of customers: a part of the schema. */
export const treeKeys = {
  "customer group": ({ group }: Of<"group">) => ({ pk: `CG#${group}`, sk: "@" }),
  "customer group name": ({ owner, name }: Of<"owner" | "name">) => ({
    pk: `C#${owner}#`,
    sk: `CGN#${name}`,
  }),
  "grouped customer": ({ group, customer }: Of<"group" | "customer">) => ({
    pk: `CG#${group}`,
    sk: `C#${customer}`,
  }),
  "groups of a customer": ({ customer, owner }: Of<"customer" | "owner">) => ({
    pk: `C#${customer}#`,
    sk: `IN#${owner}`,
  }),
  "customer group binding": ({ principal, owner }: Of<"principal" | "owner">) => ({
    pk: `P#${principal}`,
    sk: `B#G#${owner}#`,
  }),
  "customer group holder": ({ owner, group, principal }: Of<"owner" | "group" | "principal">) => ({
    pk: `CGP#${owner}#${group}`,
    sk: principal,
  }),
  "sub-customer": ({ parent, customer }: Of<"parent" | "customer">) => ({
    pk: `C#${parent}#`,
    sk: `SC#${customer}`,
  }),
  "role from above": ({ customer, role }: Of<"customer" | "role">) => ({
    pk: `C#${customer}#`,
    sk: `RA#${role}`,
  }),
  tree: () => ({ pk: "Z", sk: "TREE" }),
};

/** Under which index keys groups of customers are found. */
export const treeIndexed = {
  "customer group": ({ owner, name, group }: Of<"owner" | "name" | "group">) => ({
    gsi1pk: `C#${owner}#CG`,
    gsi1sk: `${name}#${group}`,
  }),
};
