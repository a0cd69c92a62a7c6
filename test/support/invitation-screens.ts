import type { Page } from "playwright-core";
import { button } from "./browser.ts";
import { acceptedWith, previewOf, refusedWith } from "./invitation-answers.ts";
import type { Script } from "./invitation-site.ts";

/** One thing the page can show: what the API answers, what the reader does, and what it says then. */
interface Screen {
  name: string;
  script: Script;
  fragment?: string;
  act?: (page: Page) => Promise<void>;
  heading: string;
  says: string;
}

const press = (name: string) => (page: Page) => button(page, name).click();
const accept = press("Accept invitation");
const decline = async (page: Page) => {
  await press("Decline")(page);
  await press("Yes, decline")(page);
};

const pending = previewOf();
const blocked = refusedWith(
  "invitation_blocked",
  "Grace Hopper may no longer invite people to Northwind Traders.",
);
const gone = { kind: "project", id: "apollo", reason: "This project does not exist any more." };
const join = "Join Northwind Traders";

/** Everything the page can show. */
export const screens: Screen[] = [
  {
    name: "loading",
    script: { preview: ["silence"] },
    heading: "Opening your invitation",
    says: "One moment, please.",
  },
  { name: "pending", script: { preview: [pending] }, heading: join, says: "Grace Hopper writes" },
  {
    name: "pending-plain",
    script: {
      preview: [previewOf({ projects: [], message: undefined, accessExpiresAt: undefined })],
    },
    heading: join,
    says: "Sees the account and uses what it offers.",
  },
  {
    name: "asking",
    script: { preview: [pending] },
    act: press("Decline"),
    heading: join,
    says: "Decline this invitation?",
  },
  {
    name: "paused",
    script: { preview: [pending], accept: [refusedWith("customer_disabled")] },
    act: accept,
    heading: join,
    says: "Northwind Traders is paused at the moment",
  },
  {
    name: "choice-lost",
    script: { preview: [pending], accept: ["cut"] },
    act: accept,
    heading: join,
    says: "It is safe to choose again.",
  },
  {
    name: "accepted",
    script: {
      preview: [previewOf({ signInUrl: "https://app.example.org/" })],
      accept: [acceptedWith()],
    },
    act: accept,
    heading: "Welcome to Northwind Traders",
    says: "Sign in as ada.lovelace@example.org",
  },
  {
    name: "accepted-in-part",
    script: {
      preview: [pending],
      accept: [acceptedWith({ skipped: [gone] })],
    },
    act: accept,
    heading: "Welcome to Northwind Traders",
    says: "Project Apollo This project does not exist any more.",
  },
  {
    name: "accepted-before",
    script: { preview: [previewOf({ state: "accepted" })] },
    heading: "You have already accepted",
    says: "sign in as ada.lovelace@example.org",
  },
  {
    name: "declined",
    script: { preview: [pending], decline: [previewOf({ state: "declined" })] },
    act: decline,
    heading: "You have declined",
    says: "Ask Grace Hopper for a new invitation",
  },
  {
    name: "declined-before",
    script: { preview: [previewOf({ state: "declined" })] },
    heading: "This invitation was declined",
    says: "nobody was given access by it",
  },
  {
    name: "expired",
    script: { preview: [previewOf({ state: "expired", expiresAt: "2026-01-31T09:30:00.000Z" })] },
    heading: "This invitation has expired",
    says: "was open until 31 January 2026 at 09:30",
  },
  {
    name: "revoked",
    script: { preview: [previewOf({ state: "revoked" })] },
    heading: "This invitation was withdrawn",
    says: "or has closed its account since",
  },
  {
    name: "undeliverable",
    script: { preview: [previewOf({ state: "undeliverable" })] },
    heading: "This invitation has to be sent again",
    says: "Ask Grace Hopper to send the invitation again.",
  },
  {
    name: "impossible",
    script: { preview: [pending], accept: [blocked] },
    act: accept,
    heading: "This invitation cannot be accepted",
    says: "Grace Hopper may no longer invite people to Northwind Traders.",
  },
  {
    name: "unknown",
    script: { preview: [refusedWith("invitation_not_found")] },
    heading: "This link does not work",
    says: "a newer e-mail has replaced it",
  },
  {
    name: "incomplete",
    script: {},
    fragment: "northwind.inv_01K0XJ3V8Q6Z5M4N3P2R1S0T9V",
    heading: "This link is incomplete",
    says: "copy the whole link, to its very end",
  },
  {
    name: "unreachable",
    script: { preview: ["cut"] },
    heading: "We cannot show your invitation now",
    says: "The service could not be reached.",
  },
  {
    name: "unavailable",
    script: { preview: [refusedWith("unavailable", undefined, { "retry-after": "5" })] },
    heading: "We cannot show your invitation now",
    says: "Please try again in 5 seconds.",
  },
];
