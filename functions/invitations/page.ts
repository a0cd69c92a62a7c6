import { join } from "node:path";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { webPage } from "../../shared/lambda/web-page.ts";
import { lazy } from "../../shared/model/lazy.ts";

const page = lazy(() =>
  webPage({
    folder: join(import.meta.dirname, "page"),
    styles: ["room.css", "text.css", "choice.css", "door.css"],
    scripts: ["words.js", "screen.js", "talk.js", "page.js"],
    sources: {
      "connect-src": "'self'",
      "img-src": "data:",
      "require-trusted-types-for": "'script'",
      "trusted-types": "'none'",
    },
  }),
);

/** Where an invitation is read and answered. The secret is in the fragment, which no server sees. */
export const run = useCase(api.invitations.page, async () => page());
