/** Who writes, and how their letters look: settings of the deployment. */
export interface Brand {
  /** Stands in `From`, above and below every letter, and for whoever acts when nobody does. */
  name: string;
  /** Address of a picture that is shown instead of the name. */
  logo?: string | undefined;
  /** As `#rrggbb`; without one letters have ours. */
  colour?: string | undefined;
  /** Lines below every letter. */
  footer?: string | undefined;
}
