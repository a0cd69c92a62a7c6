import { join } from "node:path";
import * as api from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { webPage } from "../../shared/lambda/web-page.ts";
import { escaped } from "../../shared/model/escaped.ts";
import { lazy } from "../../shared/model/lazy.ts";
import { pageColours } from "./page-colours.ts";

/** What of the document names the deployment or has its colour before any style is read. */
const inBrand = (name: string, wall: string | undefined) => (document: string) => {
  const named = document.replaceAll("Usher", () => escaped(name));
  return wall
    ? named.replaceAll(/#6f1630|#3a101f/g, wall).replace("%238a1c3b", `%23${wall.slice(1)}`)
    : named;
};

const page = lazy(() => {
  const colours = env.brandColour ? pageColours(env.brandColour) : undefined;
  return webPage({
    folder: join(import.meta.dirname, "page"),
    styles: ["room.css", "text.css", "choice.css", "door.css"],
    scripts: ["words.js", "screen.js", "talk.js", "page.js"],
    sources: {
      "connect-src": "'self'",
      "img-src": "data:",
      "require-trusted-types-for": "'script'",
      "trusted-types": "'none'",
    },
    change: inBrand(env.brandName, colours?.wall),
    style: colours?.style,
  });
});

/** Where an invitation is read and answered. The secret is in the fragment, which no server sees. */
export const run = useCase(api.invitations.page, async () => page());
