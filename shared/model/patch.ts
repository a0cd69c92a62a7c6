const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A resource after a JSON merge patch (RFC 7396): null takes a field away, what is left out stays, and objects are merged field by field. */
export function patch<T extends object>(resource: T, change: object): T {
  const merged: Record<string, unknown> = { ...(resource as Record<string, unknown>) };
  for (const [field, value] of Object.entries(change)) {
    const held = merged[field];
    if (value === null) delete merged[field];
    else if (isPlain(value)) merged[field] = patch(isPlain(held) ? held : {}, value);
    else if (value !== undefined) merged[field] = value;
  }
  return merged as T;
}

/** True when a patch changes anything: one that does not writes no event. */
export const isPatched = <T extends object>(resource: T, change: object) =>
  canonical(patch(resource, change)) !== canonical(resource);

/** What may belong to a person is looked up where it is kept, never copied into the log. */
const personal = ["email", "phone", "address", "firstName", "lastName"];

/** What an event keeps of a value: long ones are named, not copied, since an event stays small. Attributes are any JSON, which the table has only as text. */
const kept = (field: string, value: unknown) => {
  if (personal.includes(field)) return "(personal)";
  const text = JSON.stringify(value);
  if (text.length > 300) return "(long)";
  return field === "attributes" ? text : value;
};

/** The fields of a resource that a patch speaks of: what an event keeps of before and after. */
export const patchedFields = (resource: object, change: object) =>
  Object.fromEntries(
    Object.entries(resource).flatMap(([field, value]) =>
      field in change && value !== undefined ? [[field, kept(field, value)]] : [],
    ),
  );

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
