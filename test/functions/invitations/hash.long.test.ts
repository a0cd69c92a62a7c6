import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, anInvitation, aPerson, type Person } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { beforeItWrites } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

interface Setting {
  owner: Person;
  person: Person;
  path: string;
  id: string;
}

const changes: [string, string, (setting: Setting) => Promise<{ status: number }>][] = [
  ["accepted", "accepted", ({ person, id }) => person.post(`/v1/me/invitations/${id}/accept`)],
  ["declined", "declined", ({ person, id }) => person.post(`/v1/me/invitations/${id}/decline`)],
  ["revoked", "revoked", ({ owner, path, id }) => owner.delete(`${path}/invitations/${id}`)],
];

test.each(changes)(
  "an invitation %s while its mail is made still opens by its link, as %s",
  async (...change) => {
    const [, state, act] = change;
    const { path, owner } = await aCustomer(host);
    const { id, body, email, token, nobody } = await anInvitation({ path, owner }, {}, host);
    const person = await aPerson(email, host);
    const key = keys.invitation({ customer: body.customer, invitation: id });
    const item = await tableOf(host).get(key);
    await tableOf(host).change(key, { hash: undefined });
    const mailed = beforeItWrites(host, () => tableOf(host).change(key, { hash: item?.hash }));
    expect((await act({ owner, person, path, id })).status).toBe(200);
    await mailed;
    const { status, body: shown } = await nobody.post("/v1/invitations/preview", { token });
    expect([status, shown.state]).toEqual([200, state]);
  },
);
