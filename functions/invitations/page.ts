import { join } from "node:path";
import { type WebPage, webPage } from "../../shared/lambda/web-page.ts";

let page: WebPage | undefined;

/** The page behind the link of an invitation mail. The secret is in the fragment, which no server sees. */
export function invitationPage(): WebPage {
  page ??= webPage({
    folder: join(import.meta.dirname, "page"),
    styles: ["room.css", "text.css", "choice.css", "door.css"],
    scripts: ["words.js", "screen.js", "talk.js", "page.js"],
    sources: {
      "connect-src": "'self'",
      "img-src": "data:",
      "require-trusted-types-for": "'script'",
      "trusted-types": "'none'",
    },
  });
  return page;
}
