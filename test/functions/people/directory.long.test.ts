import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startDeployed } from "../../support/deployed.ts";
import { aCustomer, aPerson } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { type Mood, startUserPool } from "./user-pool.ts";

const people = [
  { email: "grace@example.org", given_name: "Grace", family_name: "Hopper" },
  { email: "known@example.org", given_name: "Grace", family_name: "Known" },
  { email: "left@example.org", given_name: "Grace", family_name: "Left", disabled: "true" },
  { email: "alan@example.org", given_name: "Alan", family_name: "Gracey" },
];
const strangers = [
  { firstName: "Grace", lastName: "Hopper", email: "grace@example.org" },
  { firstName: "Alan", lastName: "Gracey", email: "alan@example.org" },
];

let pool: Awaited<ReturnType<typeof startUserPool>>;
beforeAll(async () => {
  pool = await startUserPool(people);
});
afterAll(() => pool?.stop());
beforeEach(() => {
  pool.asked.length = 0;
});
afterEach(() => {
  pool.state.mood = "well";
});

const hostWith = (peopleSearch: string) =>
  startDeployed({
    PEOPLE_SEARCH: peopleSearch,
    USER_POOL_ID: "us-east-1_Pool",
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: pool.url,
  });

type Deployed = Awaited<ReturnType<typeof startDeployed>>;

async function searching(host: Deployed) {
  const { owner, path } = await aCustomer(host);
  return async (q: string) => (await owner.get(`${path}/people?q=${encodeURIComponent(q)}`)).body;
}

describe("where everyone is found", () => {
  let host: Deployed;
  let search: Awaited<ReturnType<typeof searching>>;
  beforeAll(async () => {
    host = await hostWith("everyone");
    search = await searching(host);
    const known = await aPerson("known@example.org", host);
    await known.patch("/v1/me", { firstName: "Grace", lastName: "K" }, { "if-match": "*" });
    await until(async () => (await search("grace k")).people.length === 1);
  });
  afterAll(() => host?.end());

  test("finds people of the directory behind those who are known", async () => {
    const { people, directory, inviteable } = await search("grace");
    expect(directory).toBe("searched");
    expect(people).toEqual([
      {
        id: expect.stringMatching(/^usr_/),
        firstName: "Grace",
        lastName: "K",
        email: "known@example.org",
      },
      ...strangers,
    ]);
    expect(inviteable).toBeUndefined();
    expect(new Set(pool.asked.map(({ Filter }) => Filter))).toEqual(
      new Set(['email ^= "grace"', 'given_name ^= "grace"', 'family_name ^= "grace"']),
    );
    expect(pool.asked[0]).toMatchObject({ UserPoolId: "us-east-1_Pool", Limit: 60 });
  });

  test("compares what the directory was not asked for", async () => {
    expect((await search("grace hop")).people).toEqual(strangers.slice(0, 1));
    expect((await search("Gracey")).people).toEqual(strangers.slice(1));
    expect((await search("grace@example")).people).toEqual(strangers.slice(0, 1));
  });

  test.each([
    ['grace" or email ^= "', "grace"],
    ['"grace"', "grace"],
    ['grace\\" or "', "grace"],
    ["grace\u0000x", "grace"],
    ['""" \\ grace', "grace"],
  ])("asks the directory nothing else than a word when it is to find %j", async (q, word) => {
    expect((await search(q)).directory).toBe("searched");
    expect(pool.asked.length).toBe(3);
    for (const { Filter } of pool.asked)
      expect(Filter).toMatch(new RegExp(`^(email|given_name|family_name) \\^= "${word}"$`));
  });

  test.each<[Mood]>([["broken"], ["slow"], ["garbled"]])(
    "answers those who are known when the directory is %s, and says so",
    async (mood) => {
      pool.state.mood = mood;
      const began = Date.now();
      const { people, directory } = await search("grace");
      expect(directory).toBe("failed");
      expect(people.map(({ email }: { email: string }) => email)).toEqual(["known@example.org"]);
      expect(Date.now() - began).toBeLessThan(3_500);
    },
  );
});

describe("where strangers are found by their address alone", () => {
  let host: Deployed;
  let search: Awaited<ReturnType<typeof searching>>;
  beforeAll(async () => {
    host = await hostWith("known");
    search = await searching(host);
  });
  afterAll(() => host?.end());

  test("asks the directory for whole addresses and for nothing else", async () => {
    expect(await search("grace")).toMatchObject({ people: [], directory: "not_searched" });
    expect(pool.asked).toEqual([]);
    expect(await search("Grace@example.org")).toEqual({
      people: strangers.slice(0, 1),
      groups: [],
      directory: "searched",
    });
    expect(pool.asked.map(({ Filter }) => Filter)).toEqual(['email = "grace@example.org"']);
  });

  test("says that an address can be invited although the directory failed", async () => {
    pool.state.mood = "broken";
    const [address, none] = ["nobody@example.org", { people: [], groups: [] }];
    expect(await search(address)).toEqual({
      ...none,
      directory: "failed",
      inviteable: true,
      address,
    });
  });
});
