import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import * as events from "../../shared/table/events.ts";
import * as projects from "../../shared/table/projects.ts";

export const run = useCase(
  api.projects.setQuota,
  { ahead: (_, { params }) => projects.counted(params.customer) },
  async ({ ahead, body, customer, happened, commit }) => {
    const { quota } = body;
    if (ahead.quota === quota) return ahead;
    await commit([
      projects.setQuota(customer.id, ahead, quota),
      events.record(
        happened({
          type: "customer.project-quota.changed",
          subject: "projects",
          before: { quota: ahead.quota },
          after: { quota },
        }),
      ),
    ]);
    return { count: ahead.count, quota };
  },
);
