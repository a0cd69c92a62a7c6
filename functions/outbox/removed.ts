/** A binding that a cascade removes: enough to find it again, and to tell it from a later one. */
export interface Removed {
  principal: string;
  customer: string;
  project: string;
  projectKey: string;
  under: string;
}

/** What is kept of a binding to be removed. */
export const removedOf = ({ principal, customer, project, projectKey, under }: Removed) => ({
  principal,
  customer,
  project,
  projectKey,
  under,
});
