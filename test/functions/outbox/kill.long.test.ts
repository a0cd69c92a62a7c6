import { expect, test } from "vitest";
import { seeded } from "../../../infra/local/random.ts";
import { aCustomer } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, until } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { seed } from "../../support/seed.ts";
import { tableOf } from "../../support/table.ts";

const people = 5;

test(`no letter is lost, and none sent twice without need, while the mailer is killed (TEST_SEED=${seed})`, async () => {
  const host = await startHost({ concurrency: 1 });
  const random = seeded(seed);
  const struck = new Map<string, number>();
  /** Letters whose mail had been handed over when the mailer was killed: nobody can know whether it went. */
  const unsure = new Map<string, number>();
  const add = (counts: Map<string, number>, letter: string) =>
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let current = "";
  let isPosted = false;
  host.suffer(({ functionId, service, input }) => {
    if (!/^Mailer/.test(functionId)) return undefined;
    if (/attempts = attempts \+/.test(String(input.UpdateExpression))) {
      current = (input.Key as { sk: { S: string } }).sk.S;
      isPosted = false;
    }
    isPosted ||= service === "ses";
    if (random() > 0.25 || !current || (struck.get(current) ?? 0) > 1) return undefined;
    add(struck, current);
    if (isPosted) add(unsure, current);
    void host.kill("Mailer");
    return random() < 0.5 ? { lose: "answer" } : { error: "InternalServerError" };
  });
  try {
    const { owner, path } = await aCustomer(host);
    const invitations = Array.from({ length: people }, () => planFor());
    const { body } = await owner.post(`${path}/invitations/bulk`, { invitations });
    const letters = async () => (await tableOf(host).all()).filter(({ kind }) => kind === "letter");
    const isOver = async () => {
      host.move(91_000);
      await host.tick("LetterSweep").catch(() => {});
      return (await letters()).every(({ state }) => !/open|held|claimed/.test(String(state)));
    };
    await until(isOver, "the end of all letters");
    for (const { id, email } of body.results) {
      const { length } = await mailsTo(email, host);
      expect(length, id).toBeGreaterThan(0);
      expect(length, id).toBeLessThanOrEqual(1 + (unsure.get(id) ?? 0));
    }
    expect((await letters()).map(({ state }) => state)).toEqual(Array(people).fill("sent"));
    expect(struck.size).toBeGreaterThan(0);
  } finally {
    await host.end();
  }
});
