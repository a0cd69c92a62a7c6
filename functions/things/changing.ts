import { check } from "../../shared/lambda/parse.ts";
import { type At, ownedBy, recorded, shownTo } from "../../shared/lambda/things.ts";
import { visible } from "../../shared/lambda/visible-things.ts";
import { Attributes } from "../../shared/model/attributes.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import { SightTime, type Thing } from "../../shared/model/thing.ts";
import * as things from "../../shared/table/things.ts";
import { mustBeHere } from "./known.ts";
import { unseen, withSight } from "./sights.ts";

interface Changing extends At {
  body: { thing?: string | undefined };
  ahead: Thing | undefined;
  mustMatch(version: number): void;
}

/** Changes a thing of a customer or of the platform. */
export async function update(request: Changing): Promise<Thing> {
  const { caller, body, now, mustMatch, commit } = request;
  const owned = ownedBy(request);
  const thing = mustBeHere(request.ahead, owned);
  mustMatch(thing.version);
  if (!isPatched(thing, body)) return shown(thing, request);
  const changed = {
    ...patch(thing, body),
    updatedAt: now.toISOString(),
    updatedBy: caller.id,
    version: thing.version + 1,
  };
  if ("attributes" in body && changed.attributes)
    check(Attributes(), changed.attributes, "attributes");
  check(SightTime(), changed, "");
  if (body.thing && !(await visible([body.thing], owned.owner, request)).has(body.thing))
    throw unseen();
  await commit([
    ...things.replace(changed, thing),
    recorded(request, "thing.updated", {
      subject: thing.id,
      before: patchedFields(thing, body),
      after: patchedFields(changed, body),
    }),
  ]);
  return shown(changed, request);
}

async function shown(thing: Thing, request: Changing): Promise<Thing> {
  const { owner } = ownedBy(request);
  return shownTo(request, thing.thing ? await withSight(thing, owner, request) : thing) as Thing;
}
