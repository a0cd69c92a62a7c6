import { expect, test } from "vitest";
import { seeded } from "../../../infra/local/random.ts";
import { audit } from "../../support/audit.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { close, leftOf, lookedLast } from "../../support/closing.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anApiUser,
  anInvitation,
  theAdmin,
} from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, until } from "../../support/inbox.ts";
import { ended } from "../../support/operations.ts";
import { seed } from "../../support/seed.ts";
import { someThings } from "../../support/things.ts";

test(`a closing that is killed twenty times loses nothing and leaves nothing over (TEST_SEED=${seed})`, async () => {
  const host = await startHost({ concurrency: 1 });
  const random = seeded(seed);
  let deaths = 0;
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
    host.suffer(({ functionId }) => {
      if (!/^Worker/.test(functionId) || deaths >= 20 || random() > 0.06) return undefined;
      deaths += 1;
      void host.kill("Worker");
      // The message comes again when nobody has worked on it for a while.
      setTimeout(() => host.move(125_000), 100);
      return random() < 0.5 ? { lose: "answer" } : { error: "InternalServerError" };
    });
    const closing = await close(owner, top, { recursive: true });
    expect(await ended(owner, closing.body.id, 120_000)).toMatchObject({
      ...{ state: "done", results: { failed: 0 } },
    });
    await lookedLast(host, owner, closing.body.id);
    expect(deaths).toBe(20);
    const admin = await theAdmin(host);
    for (const { id, path } of [top, ...children]) {
      expect((await admin.get(path)).body.status).toBe("deleted");
      // What was in hand when the worker was killed comes again after a while.
      const isClean = async () => {
        host.move(125_000);
        return (await leftOf(host, id)).length === 0;
      };
      await until(isClean, `nothing left of ${id}`, 60_000).catch(() => {});
      expect(await leftOf(host, id)).toEqual([]);
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
}, 240_000);
