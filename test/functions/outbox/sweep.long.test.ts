import { expect, test } from "vitest";
import { newId } from "../../../shared/model/id.ts";
import { due } from "../../../shared/table/due.ts";
import { keys } from "../../../shared/table/schema.ts";
import { aMemberOfProjects, done, heldOn, removeMember } from "../../support/cascades.ts";
import { aCustomer, anInvitation } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, until } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { aStoredOperation, ended } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";

const minutes = (count: number) => count * 60_000;

test("does everything by the sweep when the stream brings nothing, whatever a broken task says", async () => {
  const host = await startHost({ streamFaults: { seed: 1, lost: true } });
  try {
    const customer = await aCustomer(host);
    const { member } = await aMemberOfProjects(host, customer, 2);
    const plan = planFor();
    await customer.owner.post(`${customer.path}/invitations`, plan);
    const operation = await removeMember(customer, member);
    const stopped = await aStoredOperation(customer, {}, host);
    const poison = newId("event", new Date());
    const at = new Date().toISOString();
    const lies = { ...keys.task({ event: poison }), ...due({ at, kind: "task", id: poison }) };
    await tableOf(host).put({ ...lies, kind: "task" });
    host.move(minutes(2) + 1000);
    await host.tick("Sweep").catch(() => {});
    expect(await done(customer, operation)).toMatchObject({ removed: 2 });
    expect(await ended(customer.owner, stopped.id)).toMatchObject({ state: "done" });
    await tableOf(host).remove(keys.task({ event: poison }));
    expect(await heldOn(host, customer, member.id)).toEqual([]);
    host.move(minutes(2));
    await host.tick("LetterSweep");
    await until(async () => (await mailsTo(plan.email, host)).length === 1, "the invitation");
    await until(
      async () =>
        (await mailsTo(member.email, host)).some(({ body }) =>
          /removed|ended|no longer/i.test(body.text),
        ),
      "the mail of the removal",
    );
  } finally {
    await host.end();
  }
});

test("sends each letter once, and removes once, when the stream repeats and reorders", async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const host = await startHost({ streamFaults: { seed, repeated: 0.7 } });
  try {
    const customer = await aCustomer(host);
    const { member } = await aMemberOfProjects(host, customer, 4);
    const invited = await anInvitation(customer, {}, host);
    const operation = await removeMember(customer, member);
    expect(await done(customer, operation), `seed ${seed}`).toMatchObject({ removed: 4 });
    await host.tick("LetterSweep");
    expect(await mailsTo(invited.email, host), `seed ${seed}`).toHaveLength(1);
    const last = async () =>
      (await mailsTo(member.email, host)).filter(({ subject }) =>
        /ended|removed|no longer/i.test(subject),
      );
    await until(async () => (await last()).length > 0, "the mail of the removal");
    expect(await last(), `seed ${seed}`).toHaveLength(1);
  } finally {
    await host.end();
  }
});
