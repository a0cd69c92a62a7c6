import type { Brand } from "../../../shared/mail/brand.ts";
import { compose as composeFor } from "../../../shared/mail/compose.ts";
import type { LetterContent } from "../../../shared/mail/letter.ts";

export const link =
  "https://usher.example.org/invitation#acme.inv_01JD3Z6H2N7Q4W8X5Y9R0T1V2B.q3Zk1pX9dM0bT7uYwVn5sRf2hJc8LgAeKoI6QtUxW4E";
export const signIn = "https://console.example.org/start?from=usher&copy=1";

/** What is quoted keeps its lines. */
const inOneLine = (text: string) => text.replace(/[\n\v\f\r\x85\u2028\u2029]/g, " ");

/** Each kind of letter, with everything in it that somebody may have typed taken from `typed`. */
export function lettersOf(typed: () => string): LetterContent[] {
  const about = () => ({ customer: typed(), firstName: `A${typed()}` });
  const role = () => ({ name: typed(), until: "2027-01-31T00:00:00.000Z" });
  const invitee = () => ({ ...about(), invitee: typed(), address: "ada@example.com" });
  const asked = () => ({
    ...about(),
    by: typed(),
    who: typed(),
    what: [
      { ...role(), project: typed() },
      { ...role(), customers: { group: typed() }, child: typed() },
      { ...role(), customers: {}, group: typed() },
      { act: "role" as const, name: typed(), gives: [typed(), typed()] },
      { act: "api-user" as const, name: typed(), gives: [typed()] },
      { act: "group" as const, name: typed() },
      { act: "move" as const, name: typed() },
      { act: "move" as const },
      { act: "fewer" as const, needed: 2 },
    ],
  });
  return [
    {
      letter: "invitation",
      ...about(),
      inviter: typed(),
      lastName: typed(),
      address: "ada@example.com",
      roles: [typed(), typed()],
      groups: [typed()],
      projects: [
        { name: typed(), roles: [typed()] },
        { name: typed(), roles: [typed(), typed(), typed()] },
      ],
      accessUntil: "2027-01-31T00:00:00.000Z",
      message: `Hi ${inOneLine(typed())}`,
      link,
      linkUntil: "2026-11-29T09:30:00.000Z",
      resent: 0,
    },
    {
      letter: "access-granted",
      ...about(),
      project: typed(),
      by: typed(),
      roles: [role()],
      url: signIn,
    },
    { letter: "roles-changed", ...about(), by: typed(), before: [role()], after: [role(), role()] },
    {
      letter: "access-revoked",
      ...about(),
      by: typed(),
      lost: { customer: true, projects: [typed(), typed()], count: 2 },
      keptThrough: [typed(), typed()],
      keptFrom: [typed(), typed()],
    },
    {
      letter: "access-revoked",
      ...about(),
      by: typed(),
      customers: { group: typed() },
      lost: { customer: true, projects: [typed()], count: 1 },
    },
    {
      letter: "access-granted",
      ...about(),
      by: typed(),
      roles: [role()],
      customers: { group: typed() },
      url: signIn,
    },
    {
      letter: "access-revoked",
      ...about(),
      by: typed(),
      lost: { customer: false, projects: [typed()], count: 1 },
    },
    {
      letter: "access-revoked",
      ...about(),
      by: typed(),
      group: typed(),
      lost: { customer: true, projects: [], count: 0 },
      ended: [{ customer: typed(), customers: { group: typed() }, roles: [role()] }],
    },
    {
      letter: "access-revoked",
      ...about(),
      by: typed(),
      group: typed(),
      lost: { customer: false, projects: [], count: 0 },
      ended: [
        { customer: typed(), roles: [role(), role()] },
        { customer: typed(), project: typed(), roles: [role()] },
      ],
    },
    {
      letter: "access-granted",
      ...about(),
      by: typed(),
      roles: [],
      group: typed(),
      url: signIn,
      places: [
        { customer: typed(), roles: [role()] },
        { customer: typed(), customers: { group: typed() }, roles: [role()] },
      ],
    },
    {
      letter: "access-ending",
      ...about(),
      project: typed(),
      group: typed(),
      roles: [role(), role()],
      owners: [typed(), typed()],
    },
    {
      letter: "access-ending",
      ...about(),
      customers: { group: typed() },
      group: typed(),
      roles: [role()],
      owners: [typed()],
    },
    {
      letter: "key-ending",
      ...about(),
      apiUser: typed(),
      key: typed(),
      until: "2027-01-31T00:00:00.000Z",
      owners: [typed(), typed()],
    },
    {
      letter: "invitation-revoked-inviter-lost-right",
      ...about(),
      inviter: typed(),
      by: typed(),
      invitees: [typed(), typed()],
      count: 2,
    },
    { letter: "keys-revoked", ...about(), apiUser: typed(), loser: typed(), by: typed(), count: 2 },
    { letter: "approval-wanted", ...asked(), id: "arq_1", needed: 3, agreed: 1 },
    { letter: "request-approved", ...asked(), decidedBy: typed() },
    {
      letter: "request-declined",
      ...asked(),
      decidedBy: typed(),
      reason: `Since ${inOneLine(typed())}`,
    },
    {
      letter: "project-deletion-requested",
      ...about(),
      project: typed(),
      by: typed(),
      reason: `Since ${inOneLine(typed())}`,
    },
    {
      letter: "project-deletion-declined",
      ...about(),
      project: typed(),
      by: typed(),
      requester: typed(),
      reason: `Since ${inOneLine(typed())}`,
      regains: true,
    },
    {
      letter: "project-deleted",
      ...about(),
      project: typed(),
      by: typed(),
      requester: typed(),
    },
    {
      letter: "customer-closed",
      ...about(),
      by: typed(),
      reason: `Since ${inOneLine(typed())}`,
    },
    { letter: "message", ...about(), by: typed(), text: `Hello ${inOneLine(typed())}` },
    { letter: "owner-declined", ...about(), id: "acme", by: typed() },
    { letter: "invitation-undeliverable", ...invitee() },
    { letter: "identity-added", firstName: `A${typed()}`, by: typed(), address: "ada@example.com" },
    { letter: "acceptance-impossible", ...invitee(), inviter: typed(), reason: "owner-limit" },
  ];
}

/** A letter of a deployment that set nothing, or says how it looks. */
export const compose = (letter: LetterContent, brand: Partial<Brand> = {}) =>
  composeFor(letter, { name: "Usher", ...brand });

/** The text part, with names as they were typed. */
export const textOf = (letter: LetterContent) => compose(letter).text.replaceAll("\u200a", "");
