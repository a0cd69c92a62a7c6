import { nobody } from "../../support/api.ts";
import type { Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

const get =
  (path: string) =>
  ({ at }: Scene) => ({ by: nobody(at), method: "GET", path });

/** What is asked without a caller; only health has to do with the table. */
export const system: Calls = {
  "system.health": get("/health"),
  "system.openapi": get("/openapi.json"),
  "system.docs": get("/docs"),
  "system.asset": get("/docs/viewer.css"),
  "invitations.page": get("/invitation"),
};
