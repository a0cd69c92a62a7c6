/** What built-in roles mean, by level and id. */
const means = {
  "customer owner": "Runs the account: its people, its projects and its end.",
  "customer admin": "Manages people, projects and settings.",
  "customer employee": "Sees the account and uses what it offers.",
  "project admin": "Sets the project up and uses everything in it.",
  "project user": "Uses everything in the project.",
  "project reader": "Looks at everything, changes nothing.",
};

/** "in 6 days", in the reader's language. */
function fromNow(iso) {
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  const hours = (new Date(iso) - Date.now()) / 3_600_000;
  return Math.abs(hours) < 36
    ? words.format(Math.round(hours), "hour")
    : words.format(Math.round(hours / 24), "day");
}

const instant = (iso) => (iso ? new Date(iso) : undefined);

/** Only what is a web address becomes a link. */
const webAddress = (url) => (/^https?:\/\//i.test(url ?? "") ? url : undefined);

/** What the screens show of an invitation, under the names of their slots. */
export const factsOf = (preview) => ({
  customer: preview.customer.displayName,
  inviter: preview.inviter.displayName,
  invitee: `${preview.firstName ?? ""} ${preview.lastName ?? ""}`.trim(),
  email: preview.email,
  message: preview.message,
  roleLabel: preview.roles.length > 1 ? "Your roles" : "Your role",
  roles: preview.roles.map((role, i) => ({
    name: preview.roleNames[i],
    means: means[`customer ${role}`],
  })),
  projectLabel: preview.projects.length > 1 ? "Your projects" : "Your project",
  projects: preview.projects.map(({ project, displayName, role, roleName }) => ({
    id: project,
    project: displayName || project,
    name: roleName,
    means: means[`project ${role}`],
  })),
  groupLabel: preview.groups.length > 1 ? "Your groups" : "Your group",
  groups: preview.groups.map(({ group, displayName }) => ({
    id: group,
    name: displayName || group,
  })),
  accessEnd: instant(preview.accessExpiresAt),
  linkEnd: instant(preview.expiresAt),
  linkLeft: fromNow(preview.expiresAt),
  signIn: webAddress(preview.signInUrl),
});

/** Parts of the plan that an acceptance could not give, and why. */
export const skippedOf = (accepted, { projects, groups }) =>
  (accepted.skipped ?? []).map(({ kind, id, reason }) => {
    const name =
      projects.find((project) => project.id === id)?.project ??
      groups.find((group) => group.id === id)?.name ??
      id;
    return { part: `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${name}`, reason };
  });

/** What to say when no usable answer came. */
export function troubleOf({ status, wait }) {
  if (status === 0) return "The service could not be reached. Please check your connection.";
  const later = wait > 1 ? `in ${wait} seconds` : "in a moment";
  if (status === 429) return `There were too many attempts. Please try again ${later}.`;
  return `The service cannot answer right now. Please try again ${later}.`;
}
