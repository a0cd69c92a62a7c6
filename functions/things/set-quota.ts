import * as api from "../../shared/api/index.ts";
import { counters, defaultQuota, ownedBy, recorded } from "../../shared/lambda/things.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";

export const run = useCase(api.things.setQuota, { ahead: counters }, async (request) => {
  const { body, deadline, commit } = request;
  const { quota } = body;
  const owned = ownedBy(request);
  const there = await thingCounters.prepare(owned, request.ahead, {
    quota: defaultQuota(owned),
    deadline,
  });
  const count = thingCounters.countIn(there);
  const before = count + thingCounters.roomIn(there);
  if (before === quota) return { count, quota };
  await commit([
    ...thingCounters.setQuota(owned, there, quota),
    recorded(request, "thing-quota.changed", {
      subject: owned.things,
      before: { quota: before },
      after: { quota },
    }),
  ]);
  return { count, quota };
});
