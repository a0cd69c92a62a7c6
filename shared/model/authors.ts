/** What is known about somebody who looks at a record. */
export interface Viewer {
  allows(permission: "customer.members.view"): boolean;
}

/** A record without the ids of whoever made and changed it, unless one may see who is a member: with an id one can have a person's name and address shown. */
export function seenBy<
  T extends { createdBy?: string | undefined; updatedBy?: string | undefined },
>(
  { allows }: Viewer,
  record: T,
): Omit<T, "createdBy" | "updatedBy"> & Partial<Pick<T, "createdBy" | "updatedBy">> {
  if (allows("customer.members.view")) return record;
  const { createdBy: _, updatedBy: __, ...rest } = record;
  return rest;
}
