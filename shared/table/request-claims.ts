import type { StoredAccessRequest } from "../model/access-request.ts";
import { platform } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import type { Write } from "./commit.ts";
import { keys } from "./schema.ts";

type Claim = StoredAccessRequest["claims"][number];

const claimKey = ({ customer = platform }: StoredAccessRequest, claim: Claim) =>
  keys["request claim"]({ customer, ...claim });

/** Keeps everything that a request asks for to it, until it lapses. */
export const claim = (request: StoredAccessRequest, now: Date) =>
  request.claims.map((one) => claimOne(request, one, now));

/** Frees what a request asked for. */
export const free = (request: StoredAccessRequest) =>
  request.claims.map((one) => freeOne(request, one));

const claimOne = (request: StoredAccessRequest, one: Claim, now: Date): Write => ({
  do: "put",
  key: claimKey(request, one),
  item: {
    ...claimKey(request, one),
    kind: "request claim",
    request: request.id,
    until: request.expiresAt,
    ttl: Math.floor(Date.parse(request.expiresAt) / 1000),
  },
  when: "attribute_not_exists(pk) OR #until <= :now",
  names: { "#until": "until" },
  values: { ":now": now.toISOString() },
  orElse: (found) =>
    new Refusal("request_open", "This was asked for already and waits for approval.", {
      about: { accessRequest: String(found?.request) },
    }),
});

/** Whoever asked anew after this one lapsed keeps the claim. */
const freeOne = (request: StoredAccessRequest, one: Claim): Write => ({
  do: "update",
  key: claimKey(request, one),
  set: "SET #until = :past",
  when: "#request = :id",
  names: { "#until": "until", "#request": "request" },
  values: { ":id": request.id, ":past": "" },
  orElse: "outdated",
});
