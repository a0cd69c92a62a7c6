/** The condition that roles are still held and have not ended. */
export const holding = (field: "roles" | "platformRoles", roles: readonly string[], now: Date) => ({
  when: roles
    .map((_, i) => `#roles.#role${i}`)
    .map(
      (role) =>
        `attribute_exists(${role}) AND (attribute_not_exists(${role}.expiresAt) OR ${role}.expiresAt > :now)`,
    )
    .join(" AND "),
  names: {
    "#roles": field,
    ...Object.fromEntries(roles.map((role, i) => [`#role${i}`, role])),
  },
  values: { ":now": now.toISOString() },
});
