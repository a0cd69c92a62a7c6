import { setTimeout as wait } from "node:timers/promises";
import { newAddress } from "../../support/api.ts";
import { mailsTo } from "../../support/inbox.ts";
import { invite } from "../../support/invite.ts";
import type { Customer, Place } from "../scene.ts";

const patience = 120_000;

/** Has a customer invite people now and then, and notes how many seconds each mail takes to arrive. */
export function createMailWatch(at: Place, { owner, path }: Customer) {
  const mails: Promise<number>[] = [];
  const arrival = async () => {
    const email = newAddress("invited");
    const began = performance.now();
    const { status } = await invite(owner, path, { email });
    if (status !== 201) throw new Error(`not invited: ${status}`);
    for (;;) {
      const seconds = (performance.now() - began) / 1000;
      if ((await mailsTo(email, at)).length > 0) return seconds;
      if (seconds * 1000 > patience) throw new Error(`no mail to ${email}`);
      await wait(50);
    }
  };
  return {
    invite: () => {
      mails.push(arrival());
    },
    /** Waits for all of them. */
    ended: () => Promise.all(mails),
  };
}
