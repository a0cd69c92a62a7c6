import fc from "fast-check";
import type { Contract } from "../../shared/api/contract.ts";
import type { Call } from "../bench/call.ts";

/** Something wrong with a request: in words, and what it changes of the good one. */
export type Defect = { what: string } & Partial<Pick<Call, "path" | "body" | "headers">>;

type Record_ = Record<string, unknown>;

/** Characters that forge headers, hide what stands there, or are none. */
const badCharacter = fc.constantFrom(
  "\u0000",
  "\u0007",
  "\u001b",
  "\u007f",
  "\u0085",
  "\u202e",
  "\u2066",
  "\u200b",
  "\ufeff",
  "\ud800",
);
const notJson = fc.string().filter((text) => {
  try {
    JSON.parse(text);
    return false;
  } catch {
    return text.trim() !== "";
  }
});
const strange = fc.oneof(
  fc.string({ minLength: 1, maxLength: 30 }),
  fc.constantFrom("__proto__", "constructor", "toString", "id ", "", "a/b~c", "roles[0]"),
);
const json = { "content-type": "application/json" };
const deep = (levels: number): unknown => (levels > 0 ? { a: deep(levels - 1) } : "end");

/** Every string inside a body, with a way to put another in its place. */
function stringsIn(value: unknown): ((change: (text: string) => string) => unknown)[] {
  if (typeof value === "string") return [(change) => change(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    stringsIn(inner).map((put) => (change: (text: string) => string) => {
      const copy = structuredClone(value) as Record_;
      copy[key] = put(change);
      return copy;
    }),
  );
}

/** A body with one thing wrong in it. */
function badBodies(
  { path, resumes }: Contract,
  body: Record_,
): fc.Arbitrary<{ what: string; body: unknown }> {
  const fields = Object.keys(body);
  // Of many entries each is refused by itself.
  const texts = resumes || path.endsWith("/imports") ? [] : stringsIn(body);
  const wrong: fc.Arbitrary<{ what: string; body: unknown }>[] = [
    notJson.map((text) => ({ what: "no JSON", body: text })),
    fc
      .oneof(fc.constantFrom(null, true, 0, [], [[]]), fc.string())
      .map((value) => ({ what: "no object", body: JSON.stringify(value) })),
    fc
      .tuple(
        strange.filter((name) => !fields.includes(name)),
        fc.jsonValue({ maxDepth: 2 }),
      )
      .map(([name, value]) => ({
        what: `unknown field ${JSON.stringify(name)}`,
        body: `${JSON.stringify(body).slice(0, -1)}${fields.length > 0 ? "," : ""}${JSON.stringify(name)}:${JSON.stringify(value)}}`,
      })),
    fc.constant({ what: "too deep", body: { ...body, [fields[0] ?? "a"]: deep(25) } }),
  ];
  if (fields.length > 0)
    wrong.push(
      fc
        .tuple(fc.constantFrom(...fields), fc.constantFrom(true, false, 0.5, -1e300, { "": {} }))
        .map(([field, value]) => ({
          what: `${field} of a wrong type`,
          body: { ...body, [field]: value },
        })),
    );
  if (texts.length > 0)
    wrong.push(
      // At its ends a text is trimmed, of a byte order mark too.
      fc
        .tuple(fc.nat(texts.length - 1), badCharacter, fc.integer({ min: 1, max: 20 }))
        .map(([i, bad, at]) => ({
          what: `a character ${JSON.stringify(bad)}`,
          body: texts[i]?.((text) => `${text.slice(0, at)}${bad}${text.slice(at)}x`),
        })),
    );
  return fc.oneof(...wrong);
}

/** Taking a role that is not held changes nothing, whatever it is called. */
const isHeldByNobody = ({ method }: Contract, name: string | undefined, id: string) =>
  method === "DELETE" && name === "{role}" && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id);

const elsewhere = fc.oneof(
  fc.constantFrom(
    "no-such-thing",
    "usr_01J00000000000000000000000",
    "inv_0",
    "..",
    "%2e%2e",
    "%00",
  ),
  fc.constantFrom("a%2Fb", "A", "me", "x".repeat(300), "%F0%9F%92%A9", "a%0d%0aSet-Cookie:%20b"),
  fc.string({ minLength: 1, maxLength: 40 }).map((text) => encodeURIComponent(text.toWellFormed())),
);

/** Requests to an endpoint with exactly one thing wrong, of every kind that can be wrong with it. */
export function defectsOf(contract: Contract, call: Call): fc.Arbitrary<Defect> {
  const kinds: fc.Arbitrary<Defect>[] = [];
  const bad = (what: string, change: Omit<Defect, "what">) => ({ what, ...change });
  const segments = contract.path.split("/");
  const named = segments.flatMap((part, i) => (part.startsWith("{") ? [i] : []));
  const known = (contract.query?.() as { shape?: object } | undefined)?.shape ?? {};
  const asked = `${call.path}${call.path.includes("?") ? "&" : "?"}`;
  if (named.length > 0)
    kinds.push(
      fc
        .tuple(fc.constantFrom(...named), elsewhere)
        .filter(([at, id]) => call.path.split("/")[at] !== id && !/^(\.|%2e){1,2}$/i.test(id))
        .filter(([at, id]) => !isHeldByNobody(contract, segments[at], id))
        .map(([at, id]) =>
          bad(`${segments[at]} ${id}`, { path: call.path.split("/").with(at, id).join("/") }),
        ),
    );
  if (!contract.media)
    kinds.push(
      strange
        .filter((name) => !["", "limit", "cursor", "__proto__"].includes(name))
        .filter((name) => !Object.hasOwn(known, name))
        .map((name) => bad("query", { path: `${asked}${encodeURIComponent(name)}=1` })),
    );
  if (contract.lists)
    kinds.push(
      fc
        .constantFrom("0", "-1", "1.5", "ten", "", "1e3", "9".repeat(30))
        .map((limit) => bad(`limit ${limit}`, { path: `${asked}limit=${limit}` })),
      fc
        .oneof(fc.base64String(), fc.string(), fc.constant("x".repeat(600)))
        .map((cursor) =>
          bad("cursor", { path: `${asked}cursor=${encodeURIComponent(cursor.toWellFormed())}` }),
        ),
    );
  if (contract.body)
    kinds.push(
      badBodies(contract, (call.body ?? {}) as Record_).map(({ what, body }) =>
        bad(what, { body, headers: { ...call.headers, ...json } }),
      ),
      fc
        .constantFrom("text/plain", "application/xml", "multipart/form-data", "json", "*/*")
        .map((type) =>
          bad(type, { body: call.body ?? {}, headers: { ...call.headers, "content-type": type } }),
        ),
    );
  if (contract.ifMatch)
    kinds.push(
      fc
        .constantFrom('"999"', "999", 'W/"1"', "", '"998", "999"', "x".repeat(1000))
        .map((version) => bad("version", { headers: { ...call.headers, "if-match": version } })),
    );
  if (contract.replays || contract.resumes)
    kinds.push(
      fc
        .constantFrom("", "a b", "x".repeat(256), "ü")
        .map((key) => bad("key", { headers: { ...call.headers, "idempotency-key": key } })),
    );
  if (contract.allows !== "anyone")
    kinds.push(
      fc
        .constantFrom("", "Bearer", "Basic x", "Bearer x.y.z", `Bearer ${"x".repeat(2000)}`)
        .map((authorization) => bad("token", { headers: { ...call.headers, authorization } })),
    );
  return fc.oneof(...kinds);
}
