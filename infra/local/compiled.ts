import { join } from "node:path";

/**
 * What a thread's environment holds so that it need not compile what another one has compiled already: each of them
 * would spend half of its start on that.
 */
export const compiled = {
  NODE_COMPILE_CACHE: join(import.meta.dirname, "../../cdk.out/compiled"),
};
