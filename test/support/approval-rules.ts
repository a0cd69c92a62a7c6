import type { StoredAccessRequest } from "../../shared/model/access-request.ts";
import type { Customer } from "../../shared/model/customer.ts";
import type { Event } from "../../shared/model/event.ts";
import { isOpen, type StoredInvitation } from "../../shared/model/invitation.ts";
import { keys } from "../../shared/table/schema.ts";
import type { Table } from "./rules.ts";

/** What was approved, enough people agreed to, nobody about themselves; one alone only who was warned of it. */
export function approvals({ of, expect }: Table) {
  for (const request of of<StoredAccessRequest>("access request")) {
    const { id, state, needed, approvals, principal = "", excluded, warning } = request;
    const people = approvals.map(({ by }) => by);
    expect(new Set(people).size === people.length, `${id} counts one person twice`);
    const involved = [principal, ...excluded].filter((one) => people.includes(one));
    expect(involved.length === 0, `${involved} agreed to ${id}, which is about them`);
    const machines = people.filter((one) => !one.startsWith("usr_"));
    expect(machines.length === 0, `${machines} agreed to ${id}`);
    if (state !== "approved") continue;
    // Whoever decides alone may do so after people of the platform, whose words then count for nothing.
    const isAlone = warning && (people.length === 1 || warning.includes("decides alone"));
    expect(people.length >= needed || isAlone, `${id} took ${needed}, and ${people} agreed`);
  }
}

/** What an open request asks for is kept for it, and for nothing else. */
export function claims({ at, of, expect, now }: Table) {
  const isPending = ({ state, expiresAt }: StoredAccessRequest) =>
    state === "pending" && expiresAt > now.toISOString();
  const pending = of<StoredAccessRequest>("access request").filter(isPending);
  for (const { id, customer = "platform", claims, expiresAt } of pending)
    for (const claim of claims) {
      const kept = at(keys["request claim"]({ customer, ...claim }));
      const isKept = kept?.request === id && kept?.until === expiresAt;
      expect(isKept, `${claim.role} is kept for ${kept?.request}, not for ${id}`);
    }
  const open = new Set(pending.map(({ id }) => id));
  for (const { sk, request, until } of of<{ request: string; until: string }>("request claim"))
    expect(until <= now.toISOString() || open.has(request), `${sk} is kept in vain`);
  for (const invitation of of<StoredInvitation>("invitation")) {
    const { id, state, accessRequest = "" } = invitation;
    if (state !== "awaiting_approval" || !isOpen(invitation, now)) continue;
    expect(open.has(accessRequest), `${id} waits for ${accessRequest}, which is not open`);
  }
}

/** As many requests are counted as are open, on the day when each lapses; those of the platform some tests put there by hand. */
export function openOnes({ of, expect }: Table) {
  const pending = of<StoredAccessRequest>("access request").filter(
    ({ state }) => state === "pending",
  );
  for (const counter of of<{ open: number }>("open requests")) {
    const [, customer] = /^C#(.+)#$/.exec(counter.pk) ?? [];
    if (customer === "platform") continue;
    const requester = counter.sk.slice("RN#".length);
    const theirs = pending.filter(
      (one) => one.customer === customer && ["all", one.requester.id].includes(requester),
    );
    const days = Object.entries(counter).filter(([name]) => name.startsWith("until "));
    for (const [day, n] of days) {
      const there = theirs.filter(({ expiresAt }) => `until ${expiresAt.slice(0, 10)}` === day);
      expect(
        n === there.length,
        `${n} of ${requester} at ${customer} lapse ${day}, not ${there.length}`,
      );
    }
    const sum = days.reduce((all, [, n]) => all + Number(n), 0);
    expect(counter.open === sum, `${customer} counts ${counter.open} open ones, not ${sum}`);
  }
}

/** Every gate asks for as many approvals as its customer. */
export function gates({ at, of, expect }: Table) {
  for (const { id: customer, settings } of of<Customer>("customer")) {
    const minApprovals = at(keys.gate({ customer, gate: "0" }))?.minApprovals ?? 1;
    const wanted = settings?.minApprovals ?? 1;
    expect(
      minApprovals === wanted,
      `the gate of ${customer} asks for ${minApprovals}, not ${wanted}`,
    );
  }
}

/** While several people had to agree nobody was given a role without that, but whom an owner made one. */
export function givenRoles({ of, expect }: Table) {
  for (const events of Map.groupBy(of<Event>("event"), ({ customerId }) => customerId).values()) {
    const inOrder = events.sort((a, b) => (a.id < b.id ? -1 : 1));
    const approved = events.filter(({ type }) => type === "customer.access-request.approved");
    const calls = new Set(approved.map(({ requestId }) => requestId));
    let then = { asked: 1, owners: new Set<string>() };
    for (const event of inOrder) {
      const { id, customerId, actor, subject, requestId } = event;
      const given = isOfMember(event) ? rolesGained(event) : [];
      const isAppointed = given.includes("owner") && then.owners.has(actor.id);
      const isFine = given.length === 0 || then.asked === 1 || isAppointed || calls.has(requestId);
      expect(isFine, `${subject} got ${given} at ${customerId} by ${id}, which nobody approved`);
      then = after(event, then);
    }
  }
}

const isOfMember = ({ type }: Event) => type.startsWith("customer.member.");

/** How many had to agree after an event, and who owned the customer. */
function after(event: Event, { asked, owners }: { asked: number; owners: Set<string> }) {
  const { type, actor, subject } = event;
  const settings = event.after?.settings as Customer["settings"] | undefined;
  const founders = (event.after?.owners ?? [actor.id]) as string[];
  const isOwner = rolesIn(event.after).some(({ role }) => role === "owner");
  const others = isOfMember(event) ? [...owners].filter((one) => one !== subject) : owners;
  return {
    asked: (type === "customer.updated" && settings?.minApprovals) || asked,
    owners: new Set([
      ...others,
      ...(isOwner ? [subject] : []),
      ...(type === "customer.created" ? founders : []),
    ]),
  };
}

const rolesIn = (state: Event["before"]) =>
  (state?.roles ?? []) as { role: string; expiresAt?: string }[];

/** Each gives all that those after it give. */
const ranks = ["owner", "admin", "employee"];

/** Roles after an event that gave nothing before it, but a lower one in the place of a higher one that lasted as long. */
const rolesGained = ({ at, before, after }: Event): string[] => {
  const held = rolesIn(before).filter(({ expiresAt = "9" }) => expiresAt > at);
  const has = rolesIn(after);
  const isTaken = ({ role }: { role: string }) => !has.some((one) => one.role === role);
  return has
    .filter(({ role, expiresAt = "9" }) => {
      const higher = held.filter(
        (one) => isTaken(one) && ranks.slice(0, ranks.indexOf(role)).includes(one.role),
      );
      const isLower =
        ranks.includes(role) && higher.some((one) => (one.expiresAt ?? "9") >= expiresAt);
      return !isLower && !held.some((one) => one.role === role);
    })
    .map(({ role }) => role);
};
