import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Call } from "./bench/call.ts";
import type { Scene } from "./bench/scene.ts";
import { defectsOf } from "./support/bad-input.ts";
import { aScene, endpoints, expectHeaders, expectRefusal } from "./support/endpoints.ts";
import { startHost } from "./support/host.ts";
import { seed } from "./support/seed.ts";
import { tableOf } from "./support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
let scene: Scene;
beforeAll(async () => {
  host = await startHost({ streamFaults: { seed, lost: true } });
  // What is stored changes by requests alone: nothing that the clock starts gets at the table.
  host.suffer(({ functionId }) =>
    /^(Mailer|Scheduled)/.test(functionId) ? { error: "AccessDeniedException" } : undefined,
  );
  scene = await aScene(host);
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

test.each(described)(
  `$name answers what is wrong with a request, and changes nothing (TEST_SEED=${seed})`,
  async ({ contract, make }) => {
    const good = await make(scene);
    const before = await stored();
    const defects = defectsOf(contract, good);
    await fc.assert(
      fc.asyncProperty(defects, async ({ what: _, ...defect }) => {
        const answer = await send({ ...good, ...defect });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expectRefusal(answer, contract);
      }),
      { seed, numRuns: 8, endOnFailure: true },
    );
    expect(await stored()).toEqual(before);
    const answer = await send(good);
    expect([answer.status, answer.body]).toEqual([
      contract.status ?? (contract.returns || contract.media ? 200 : 204),
      answer.body,
    ]);
    expectHeaders(answer, contract);
  },
);
