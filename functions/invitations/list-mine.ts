import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { isOpenState } from "../../shared/model/invitation.ts";
import { getMany } from "../../shared/table/client.ts";
import * as customers from "../../shared/table/customers.ts";
import * as invitations from "../../shared/table/invitations.ts";
import { chosenPage } from "../../shared/table/page.ts";
import { keys } from "../../shared/table/schema.ts";
import { stateWith } from "./opening.ts";

export const run = useCase(
  api.invitations.listMine,
  { ahead: ({ email }) => invitations.lastTo(email) },
  async ({ ahead, query, now }) => {
    const open = ahead.filter(({ until }) => until > now.toISOString());
    const { items, nextCursor } = chosenPage(open, query, ({ customer }) => customer);
    const wanted = [
      ...items.map((one) => keys.invitation(one)),
      ...items.map(({ customer }) => keys.customer({ customer })),
    ];
    // Which of them are open was read strongly; what they look like decides nothing.
    const found = await getMany(wanted, { strong: false });
    const shown = items.flatMap((_, i) => {
      const invitation = invitations.parse(found[i]);
      const customer = customers.parse(found[items.length + i]);
      if (!invitation || !customer) return [];
      const state = stateWith({ invitation, customer }, now);
      if (!isOpenState(state) || state === "awaiting_approval") return [];
      return [
        {
          ...invitation,
          customer: { id: customer.id, displayName: customer.displayName },
        },
      ];
    });
    return { items: shown, nextCursor };
  },
);
