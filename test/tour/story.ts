import type { Addresses } from "../../infra/local/state.ts";
import { approval } from "./approval.ts";
import { arrive } from "./arrival.ts";
import { type Mailbox, openMailbox } from "./background.ts";
import { close } from "./closing.ts";
import { leave } from "./departure.ts";
import { type Person, person } from "./person.ts";
import { team } from "./team.ts";
import { ended } from "./timeline.ts";
import { tree } from "./tree.ts";
import { work } from "./work.ts";

/** What every part of the story needs. */
export interface Scene {
  mails: Mailbox;
  customer: string;
  /** The customer's path. */
  acme: string;
  /** Somebody new, who has not signed in. */
  meet(name: string): Person;
}

/** Plays the whole story, with people and a customer that no earlier one had. */
export async function tell(at: Addresses): Promise<void> {
  const began = Date.now();
  const run = began.toString(36).slice(-6);
  const customer = `acme-${run}`;
  const mails = openMailbox(at);
  const meet = (name: string) => person(at, name, `${name.toLowerCase()}.${run}@example.org`);
  const scene: Scene = { mails, customer, acme: `/v1/customers/${customer}`, meet };

  const people = await arrive(scene);
  await work(scene, people);
  await team(scene, people);
  await approval(scene, people);
  await tree(scene, people);
  await leave(scene, people);
  await close(scene, people);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  ended(
    `That took ${seconds} s and ${mails.told()} mails. Read them at ${at.inbox}, and the API at ${at.api}/docs.`,
  );
}
