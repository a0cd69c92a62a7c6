import type { ApprovalWantedLetter, RequestDecidedLetter } from "../letter.ts";
import { ours, type Phrase, say } from "../phrase.ts";
import { type Block, box, quoted, type Sheet, signIn } from "../sheet.ts";
import { askedFor } from "./asked.ts";

type AboutRequest = ApprovalWantedLetter | RequestDecidedLetter;

const place = ({ customer }: AboutRequest): Phrase =>
  customer === undefined ? say`the platform` : say`${customer}`;

/** Who asked, for whom and for what. */
function asked({ by, who, what, customer = "" }: AboutRequest): Block[] {
  return box(
    { label: "Asked by", items: [say`${by}`] },
    ...(who !== undefined ? [{ label: "For", items: [say`${who}`] }] : []),
    { label: "Asked for", items: what.map((one) => askedFor(one, customer)) },
  );
}

/** To whoever may decide on a request that waits. */
export function approvalWanted(letter: ApprovalWantedLetter): Sheet {
  const { by, needed, agreed, id, url } = letter;
  return {
    subject: say`${by} asks for your approval at ${place(letter)}`,
    firstName: letter.firstName,
    blocks: [
      {
        paragraph: say`${by} asks for something at ${place(letter)} that several people must agree to: ${ours(`${agreed} of ${needed}`)} have.`,
      },
      ...asked(letter),
      ...box({ label: "Request", items: [say`${id}`] }),
      { note: say`Nothing happens until enough people agree. One who declines ends it.` },
      ...signIn(url),
    ],
    because: say`you may decide on this at ${place(letter)}`,
  };
}

/** To whoever asked, and to whom it was about where it came to nothing. */
export function requestDecided(letter: RequestDecidedLetter): Sheet {
  const { decidedBy, reason = "" } = letter;
  const endedBy = decidedBy === undefined ? ours("") : say`; it ended with ${decidedBy}`;
  const isApproved = letter.letter === "request-approved";
  return {
    subject: isApproved
      ? say`Your request at ${place(letter)} was approved`
      : say`A request at ${place(letter)} was not approved`,
    firstName: letter.firstName,
    blocks: [
      {
        paragraph: isApproved
          ? say`What you asked for at ${place(letter)} was approved; the last to agree was ${decidedBy ?? "a former member"}. It is in effect now.`
          : say`A request at ${place(letter)} was not carried out${endedBy}.`,
      },
      ...asked(letter),
      ...quoted(reason, say`Why`),
    ],
    because: say`you made this request at ${place(letter)}, or it concerns you or a group you are in`,
  };
}
