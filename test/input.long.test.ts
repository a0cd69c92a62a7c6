import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { largestBody } from "../shared/api/contract.ts";
import type { Call } from "./bench/call.ts";
import type { Scene } from "./bench/scene.ts";
import { defectsOf } from "./support/bad-input.ts";
import { aScene, endpoints, expectHeaders, expectRefusal } from "./support/endpoints.ts";
import { startHost } from "./support/host.ts";
import { seed } from "./support/seed.ts";
import { tableOf } from "./support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
let scene: Scene;
/** A request to each endpoint that succeeds, and what is stored before any is sent. */
let goods: Map<string, Call>;
let before: Awaited<ReturnType<typeof stored>>;
const goodOf = (name: string) => goods.get(name) as Call;
beforeAll(async () => {
  host = await startHost({ streamFaults: { seed, lost: true } });
  // What is stored changes by requests alone: nothing that the clock starts gets at the table.
  host.suffer(({ functionId }) =>
    /^(Mailer|Scheduled)/.test(functionId) ? { error: "AccessDeniedException" } : undefined,
  );
  scene = await aScene(host);
  goods = new Map();
  // All at once they would wait for each other longer than a request may take on a busy machine.
  const left = [...described];
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift())
      goods.set(next.name, await next.make(scene));
  };
  await Promise.all(Array.from({ length: 16 }, work));
  before = await stored();
});
afterAll(() => host.end());

const send = ({ by, method, path, body, headers }: Call) =>
  by.call(method, path, { body, ...(headers && { headers }) });

/** Everything stored, but for tries, which are counted even if refused. */
async function stored() {
  const items = (await tableOf(host).all()).filter(({ kind }) => kind !== "rate");
  return new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
}

/** Whatever one sends to the others, they do not look at it. */
const described = endpoints.filter(({ contract: { media } }) => media === undefined);

describe.each(described)("$name", ({ name, contract }) => {
  if (contract.body)
    test("takes JSON objects of its own fields alone", async () => {
      const good = goodOf(name);
      const refusal = async (body: unknown, type = "application/json") => {
        const answer = await send({
          ...good,
          body,
          headers: { ...good.headers, "content-type": type },
        });
        expectRefusal(answer, contract);
        return [answer.status, answer.body.code, answer.body.errors?.[0].pointer];
      };
      const deep = JSON.parse(`${'{"a":'.repeat(30)}1${"}".repeat(30)}`);
      const many = `{"x":"${"x".repeat(contract.largest ?? largestBody)}"}`;
      const unsupported = [415, "unsupported_media_type", undefined];
      expect(await refusal("{")).toEqual([400, "invalid", ""]);
      expect(await refusal("[]")).toEqual([400, "invalid", ""]);
      expect(await refusal({ surprise: 1 })).toEqual([400, "invalid", expect.any(String)]);
      expect(await refusal('{"__proto__":{}}')).toEqual([400, "invalid", undefined]);
      expect(await refusal(deep)).toEqual([400, "invalid", undefined]);
      expect(await refusal(many)).toEqual([413, "too_large", undefined]);
      expect(await refusal(good.body, "text/plain")).toEqual(unsupported);
      expect(await refusal(good.body, "application/x-www-form-urlencoded")).toEqual(unsupported);
      expect(await refusal(good.body, "application/json; charset=latin1")).toEqual(unsupported);
    });

  if (contract.ifMatch === "required")
    test("takes no change that does not say which version it is of", async () => {
      const good = goodOf(name);
      const missing = await send({ ...good, headers: {} });
      expect([missing.status, missing.body.code]).toEqual([428, "precondition_required"]);
      const stale = await send({ ...good, headers: { "if-match": '"77"' } });
      expect([stale.status, stale.body.code]).toEqual([412, "stale"]);
    });

  test(`answers what is wrong with a request (TEST_SEED=${seed})`, async () => {
    const good = goodOf(name);
    const defects = defectsOf(contract, good);
    await fc.assert(
      fc.asyncProperty(defects, async ({ what: _, ...defect }) => {
        const answer = await send({ ...good, ...defect });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expectRefusal(answer, contract);
      }),
      { seed, numRuns: 5, endOnFailure: true },
    );
  });
});

test("no request with something wrong in it changes what is stored", async () => {
  expect(await stored()).toEqual(before);
});

/** An invitation that waits is sent by nobody's own request. */
const isCarriedOut = ({ name }: { name: string }) => name === "invitations.send";

test.each(described.filter((one) => !isCarriedOut(one)))(
  "$name does what a good request asks, and echoes its id",
  async ({ name, contract }) => {
    const good = goodOf(name);
    const answer = await send({
      ...good,
      headers: { ...good.headers, "x-request-id": "a-1:b.c_d" },
    });
    expect([answer.status, answer.body]).toEqual([
      contract.status ?? (contract.returns || contract.media ? 200 : 204),
      answer.body,
    ]);
    expect(answer.headers.get("x-request-id")).toBe("a-1:b.c_d");
    expectHeaders(answer, contract);
  },
);
