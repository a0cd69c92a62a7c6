import { expect, test } from "vitest";
import { seeded } from "../../../infra/local/random.ts";
import { audit } from "../../support/audit.ts";
import { aCustomerBelow } from "../../support/below.ts";
import {
  allLookedLast,
  close,
  closeMany,
  expectNothingLeft,
  lookedLast,
  sweeping,
} from "../../support/closing.ts";
import {
  aCustomer,
  aCustomerOf,
  aGroup,
  aMember,
  anApiUser,
  anInvitation,
  aProject,
  theAdmin,
} from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo } from "../../support/inbox.ts";
import { killing } from "../../support/killing.ts";
import { ended, endedWhole, resultsOf } from "../../support/operations.ts";
import { seed } from "../../support/seed.ts";
import { someThings } from "../../support/things.ts";

test(`a closing that is killed twenty times loses nothing and leaves nothing over (TEST_SEED=${seed})`, async () => {
  const host = await startHost({ concurrency: 1 });
  try {
    const top = await aCustomer(host);
    const { owner } = top;
    const children = [await aCustomerBelow(top, owner), await aCustomerBelow(top, owner)];
    const member = await aMember(top, ["employee"], host);
    for (let i = 0; i < 6; i++) await aMember(top, ["employee"], host);
    for (const one of [top, ...children]) {
      await aGroup({ ...one, owner }, ["employee"], [member]);
      await anApiUser({ ...one, owner });
      await anInvitation({ ...one, owner }, {}, host);
      await someThings({ ...one, owner }, "devices", ["One", "Two", "Three"]);
    }
    const killed = killing(host, seeded(seed), { share: 0.06 });
    const closing = await close(owner, top, { recursive: true });
    const admin = await theAdmin(host);
    expect(await endedWhole(admin, closing.body.id)).toMatchObject({
      state: "done",
      results: { failed: 0 },
    });
    await lookedLast(host, owner, closing.body.id);
    expect(killed()).toBe(20);
    for (const { id, path } of [top, ...children]) {
      expect((await admin.get(path)).body.status).toBe("deleted");
      await expectNothingLeft(host, id);
      const { items } = (await admin.get(`${path}/events?subject=${id}&type=customer.deleted`))
        .body;
      expect(items).toHaveLength(1);
    }
    const mails = (await mailsTo(member.email, host)).filter(({ subject }) =>
      /closed/.test(subject),
    );
    expect(mails).toHaveLength(1);
    await audit(host);
  } finally {
    await host.end();
  }
});

test(`many closings that are killed twenty times lose nothing and leave nothing over (TEST_SEED=${seed})`, async () => {
  const host = await startHost({ concurrency: 1 });
  try {
    const top = await aCustomer(host);
    const { owner } = top;
    const child = await aCustomerBelow(top, owner);
    const others = await Promise.all(Array.from({ length: 4 }, () => aCustomerOf(owner)));
    const [blocked, ...free] = others as [(typeof others)[number], ...typeof others];
    const project = await aProject(blocked);
    const going = [top, child, ...free];
    for (const one of going) await anInvitation({ ...one, owner }, {}, host);
    const ids = [...going, blocked].map(({ id }) => id);
    const killed = killing(host, seeded(seed + 1), { share: 0.04 });
    const endSweeps = sweeping(host);
    const { body } = await closeMany(owner, ids);
    const end = await ended(owner, body.id);
    expect(end).toMatchObject({
      state: "done",
      results: { done: going.length, failed: 1 },
      progress: { done: ids.length, total: ids.length },
    });
    expect(killed()).toBe(20);
    const results = await resultsOf(owner, body.id);
    expect(results[0]).toMatchObject({ id: blocked.id, code: "blocked" });
    const closed = results.filter(({ code }) => code === "deleted").map(({ id }) => id);
    expect(closed.toSorted()).toEqual(going.map(({ id }) => id).toSorted());
    endSweeps();
    await allLookedLast(host);
    for (const { id } of going) await expectNothingLeft(host, id);
    expect((await owner.get(project.path)).status).toBe(200);
    await audit(host);
  } finally {
    await host.end();
  }
});
