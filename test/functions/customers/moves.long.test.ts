import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerOf, anAdmin, aPerson, type Person } from "../../support/given.ts";
import { lottery, moveTo } from "../../support/moves.ts";
import { times } from "../../support/racing.ts";
import { seed } from "../../support/seed.ts";

/** What a tree should be, as simply as it can be said. */
interface Model {
  parents: Map<string, string | undefined>;
}

const above = ({ parents }: Model, id: string): string[] => {
  const parent = parents.get(id);
  return parent === undefined ? [] : [parent, ...above({ parents } as Model, parent)];
};

/** Levels of customers below one. */
const heightOf = (model: Model, id: string): number =>
  Math.max(0, ...[...model.parents.keys()].map((one) => above(model, one).indexOf(id) + 1));

/** What a move should answer. */
function answerTo(model: Model, id: string, parent: string): string {
  if (model.parents.get(id) === parent) return "same";
  const chain = [parent, ...above(model, parent)];
  if (chain.includes(id)) return "cycle";
  return chain.length + 1 + heightOf(model, id) > 8 ? "too_deep" : "moved";
}

test(`random creations and moves leave what a simple model says (seed ${seed})`, async () => {
  const owner = await aPerson();
  const people = await Promise.all(times(4).map(() => aPerson()));
  const checker = await anAdmin(["organization-admin"]);
  const model: Model = { parents: new Map() };
  const held = new Map<Person, string>();
  const draw = lottery(seed);
  const ids = () => [...model.parents.keys()];
  for (const i of times(2)) {
    const { id } = await aCustomerOf(owner);
    model.parents.set(id, undefined);
    expect(ids()).toHaveLength(i + 1);
  }
  for (const [turn] of times(36).entries()) {
    const [one, other] = [draw(ids()), draw(ids())];
    if (turn % 2 === 0 && ids().length < 16) await create(other);
    else await move(one, other);
    if (turn % 9 === 4) await give(draw(people), one);
    if (turn % 4 === 3) await compare();
  }
  await compare();

  async function create(parentId: string) {
    const id = newId();
    const isDeep = above(model, parentId).length === 7;
    const { status } = await owner.post("/v1/customers", { id, displayName: id, parentId });
    expect(status).toBe(isDeep ? 409 : 201);
    if (!isDeep) model.parents.set(id, parentId);
  }

  async function move(id: string, parent: string) {
    const expected = answerTo(model, id, parent);
    const { status, body } = await moveTo({ path: `/v1/customers/${id}` }, parent, owner);
    expect(status === 200 ? "moved" : body.code).toBe(expected === "same" ? "moved" : expected);
    if (expected === "moved") model.parents.set(id, parent);
  }

  async function give(person: Person, customer: string) {
    const { status } = await owner.put(
      `/v1/customers/${customer}/members/${person.id}/roles/employee`,
    );
    expect(status).toBe(200);
    held.set(person, `${held.get(person) ?? ""} ${customer}`);
  }

  /** Parents, levels, and who sees what. */
  async function compare() {
    const asked = [...held.keys()].flatMap((person) =>
      ids().map((customer) => ({ person, customer })),
    );
    const questions = asked.map(({ person, customer }) => ({
      principal: person.id,
      customer,
      permission: "customer.view",
    }));
    if (questions.length > 0) {
      const { body } = await checker.post("/v1/access/check", { questions });
      const may = asked.map(({ person, customer }) => {
        const places = held.get(person)?.split(" ") ?? [];
        return [customer, ...above(model, customer)].some((one) => places.includes(one));
      });
      expect(body.results.map(({ allowed }: { allowed: boolean }) => allowed)).toEqual(may);
    }
    for (const top of ids().filter((id) => model.parents.get(id) === undefined)) {
      const { body } = await owner.get(`/v1/customers/${top}/sub-customers?depth=8&limit=100`);
      const found = body.items.map(({ id, parentId, depth }: Record<string, string>) => ({
        id,
        parentId,
        depth,
      }));
      const wanted = ids()
        .filter((id) => above(model, id).includes(top))
        .map((id) => ({ id, parentId: model.parents.get(id), depth: above(model, id).length }));
      expect(sorted(found)).toEqual(sorted(wanted));
    }
  }
});

const sorted = <T extends { id: string }>(all: readonly T[]) =>
  all.toSorted((one, other) => (one.id < other.id ? -1 : 1));
