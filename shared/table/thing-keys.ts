type Of<Names extends string> = Record<Names, string>;

/** The part of the schema that is about things: where their items are kept. */
export const thingKeys = {
  thing: ({ thing }: Of<"thing">) => ({ pk: `T#${thing}`, sk: "@" }),
  "thing in group": ({ thing, group }: Of<"thing" | "group">) => ({
    pk: `T#${thing}`,
    sk: `IN#${group}`,
  }),
  "thing group": ({ group }: Of<"group">) => ({ pk: `TG#${group}`, sk: "@" }),
  "thing counter": ({ owner, things, shard }: Of<"owner" | "things" | "shard">) => ({
    pk: `C#${owner}#`,
    sk: `N#${things}#${shard}`,
  }),
};

/** Under which index keys they are also found: a shard stands in the id of each, so that nothing moves when there are more. */
export const thingIndexed = {
  thing: ({
    owner,
    things,
    shard,
    name,
    thing,
  }: Of<"owner" | "things" | "shard" | "name" | "thing">) => ({
    gsi1pk: `O#${owner}#${things}#${shard}`,
    gsi1sk: `${name}#${thing}`,
    gsi2pk: `O#${owner}#${things}#${shard}#N`,
    gsi2sk: thing,
  }),
  "thing in group": ({ group, shard, name, thing }: Of<"group" | "shard" | "name" | "thing">) => ({
    gsi1pk: `TG#${group}#${shard}`,
    gsi1sk: `${name}#${thing}`,
  }),
  "thing group": ({ owner, things, name, group }: Of<"owner" | "things" | "name" | "group">) => ({
    gsi1pk: `O#${owner}#${things}#G`,
    gsi1sk: `${name}#${group}`,
  }),
};
