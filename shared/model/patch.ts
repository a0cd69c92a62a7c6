type Change<T> = { [F in keyof T]?: T[F] | null | undefined };

/** A resource after a JSON merge patch (RFC 7396) of its top-level fields: null takes a field away, what is left out stays. */
export function patch<T extends object>(resource: T, change: Change<T>): T {
  const merged: Record<string, unknown> = { ...(resource as Record<string, unknown>) };
  for (const [field, value] of Object.entries(change)) {
    if (value === null) delete merged[field];
    else if (value !== undefined) merged[field] = value;
  }
  return merged as T;
}

/** True when a patch changes anything: one that does not writes no event. */
export const isPatched = <T extends object>(resource: T, change: Change<T>) =>
  canonical(patch(resource, change)) !== canonical(resource);

/** What an event keeps of a value: long ones are named, not copied, since an event stays small. */
const kept = (value: unknown) => (JSON.stringify(value).length > 300 ? "(long)" : value);

/** The fields of a resource that a patch speaks of: what an event keeps of before and after. */
export const patchedFields = (resource: object, change: object) =>
  Object.fromEntries(
    Object.entries(resource).flatMap(([field, value]) =>
      field in change && value !== undefined ? [[field, kept(value)]] : [],
    ),
  );

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
