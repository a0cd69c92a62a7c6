type Body = Record<string, unknown>;

/** What an answer says, in a few words. */
export function summaryOf(body: Body): string {
  const {
    code,
    detail,
    allowed,
    failing,
    items,
    operation,
    customer,
    state,
    principal,
    roles,
    displayName,
    needed,
    approvals,
  } = body;
  if (code) return String(detail);
  if (needed) return `${state}, ${(approvals as unknown[]).length} of ${needed} agreed`;
  if (failing) return allowed ? "yes" : `no: ${all(failing, "role")} does not count any more`;
  if (items) return all(items, "id");
  if (operation) return `started ${operation}`;
  if (customer && state) return `${nameOf(customer)}, ${state}`;
  if (principal) return roles ? all(roles, "role") : String((principal as Body).email);
  if (displayName) return `${displayName}, with the id ${body.id}`;
  return [body.firstName, body.lastName, body.email].filter(Boolean).join(" ");
}

const all = (items: unknown, name: string) =>
  (items as Body[]).map((item) => item[name]).join(", ") || "nothing";

const nameOf = (customer: unknown) =>
  typeof customer === "string" ? customer : (customer as Body).displayName;
